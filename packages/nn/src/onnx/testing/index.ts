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
