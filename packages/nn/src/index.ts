export { type CompileOptions, compile } from './compile.ts';
export {
  type AnySize,
  channelCount,
  fittingSize,
  type ImageInput,
  type ImageSize,
  type ImageSizes,
  imageDimensions,
  isAnySize,
  mainSize,
  mostImages,
} from './format/image-input.ts';
export { type ModelDescription, type ModelMetadata, metadataKey } from './format/metadata.ts';
export { type Quantization, storedConstant } from './format/quantization.ts';
export {
  readSafetensors,
  type Safetensors,
  type StoredTensor,
  type StoredType,
  storedSize,
  writeSafetensors,
} from './format/safetensors.ts';
export * as schema from './format/schema.ts';
export { type StoredNetwork, storeNetwork } from './format/store-network.ts';
export { bindShape } from './ir/bind-shape.ts';
export { type AttributeArguments, GraphBuilder } from './ir/builder.ts';
export { toConstant, toWeight, valuesOf } from './ir/constant.ts';
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
  ValueType,
  ValueTypes,
} from './ir/graph.ts';
export { type Dimensions, inferNode, inferTypes, shapeOf } from './ir/infer-types.ts';
export { countNames, type NetworkSummary, summarize } from './ir/summary.ts';
export { Model } from './model.ts';
export { activationOf } from './operators/activation.ts';
export { type AllOperators, allOperators } from './operators/all.ts';
export {
  type AttributeSchema,
  type AttributesOf,
  type GivenAttributes,
  type Optional,
  optional,
  readAttributes,
} from './operators/attributes.ts';
export { basicOperators } from './operators/basic.ts';
export { convTransposeWindow } from './operators/conv-transpose2d.ts';
export { transposeValues } from './operators/evaluate.ts';
export type { Kind, PaddingAttribute } from './operators/kinds.ts';
export * as kinds from './operators/kinds.ts';
export {
  defineOperator,
  type InferContext,
  type LowerContext,
  type Operator,
  type OperatorTable,
} from './operators/operator.ts';
export { requireInput, requireTensor, requireWeight } from './operators/require.ts';
export { resizeGeometry } from './operators/resize.ts';
export { type UnaryCall, unaryOf } from './operators/unary.ts';
export { paddingOf, type WindowAttributes } from './operators/window.ts';
export { defaultPasses } from './passes/default-passes.ts';
export type { Pass, PassContext } from './passes/pass.ts';
export { type InputUpdates, inputUpdates } from './plan/input-updates.ts';
export type { MemoryPlan } from './plan/memory.ts';
export { Plan, type Values } from './plan/plan.ts';
