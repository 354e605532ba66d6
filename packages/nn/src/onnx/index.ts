export { type ImportedModel, type ImportOptions, importOnnx } from './import.ts';
export type { OnnxOperator } from './operator.ts';
export { onnxOperators } from './operators/index.ts';
export { opsets } from './read-model.ts';
export { trialsOf } from './trials.ts';
