export { type CompileOptions, compile } from './compile.ts';
export { type InputRecipe, type ModelMetadata, metadataKey } from './format/metadata.ts';
export { type Quantization, storedConstant } from './format/quantization.ts';
export {
  readSafetensors,
  type Safetensors,
  type StoredTensor,
  type StoredType,
  storedSize,
  writeSafetensors,
} from './format/safetensors.ts';
export { GraphBuilder } from './ir/builder.ts';
export { toConstant, valuesOf } from './ir/constant.ts';
export type {
  Attribute,
  Attributes,
  Constant,
  Constants,
  Graph,
  GraphInput,
  Network,
  Node,
  StoredValues,
} from './ir/graph.ts';
export { Model } from './model.ts';
export { activationOf } from './operators/activation.ts';
export { allOperators } from './operators/all.ts';
export { NodeAttributes } from './operators/attributes.ts';
export type {
  InferContext,
  LowerContext,
  Operator,
  OperatorTable,
} from './operators/operator.ts';
export { paddingOf } from './operators/window.ts';
export { defaultPasses } from './passes/default-passes.ts';
export { type Dimensions, inferShapes } from './passes/infer-shapes.ts';
export type { Pass, PassContext, Shapes } from './passes/pass.ts';
export type { MemoryPlan } from './plan/memory.ts';
export { Plan, type Values } from './plan/plan.ts';
