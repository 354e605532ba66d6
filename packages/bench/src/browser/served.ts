/** Where the server has what the page asks for. */
export const served = {
  page: '/page/',
  models: '/models/',
  pictures: '/pictures/',
  faceApi: '/face-api/',
  tfjs: '/tfjs/',
  onnxruntime: '/onnxruntime/',
  onnx: { shared: '/onnx/', faceplugin: '/faceplugin/' },
} as const;
