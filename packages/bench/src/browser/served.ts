/** Where the server has what the page asks for. */
export const served = {
  page: '/page/',
  models: '/models/',
  tfjs: '/tfjs/',
  onnxruntime: '/onnxruntime/',
} as const;
