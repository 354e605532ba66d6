export { type ImportedModel, type ImportOptions, importOnnx } from './import.ts';
export { onnxOperators } from './operators/index.ts';
export { trialsOf } from './trials.ts';
