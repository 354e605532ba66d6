export { type ElementName, elementNumbers } from '../elements.ts';
export {
  arrayOf,
  buildOnnx,
  type TestAttribute,
  type TestInput,
  type TestModel,
  type TestNode,
  type TestTensor,
} from './build.ts';
export { mutate, mutateJson, mutateOnnx } from './mutate.ts';
export { type ModelOutline, outlineOf, readTensorFile, type TensorFile } from './read-files.ts';
export { sampleModel } from './sample-model.ts';
