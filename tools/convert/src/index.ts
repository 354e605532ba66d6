export type { Architecture } from './architectures/architecture.ts';
export { architectures } from './architectures/index.ts';
export type { Conversion, Port } from './conversion.ts';
export { convert } from './convert.ts';
export { type IndexEntry, indexEntry } from './model-index.ts';
export { NetworkWriter, type WrittenNetwork } from './network-writer.ts';
export { arcface } from './onnx/arcface.ts';
export { convertOnnx, type OnnxArchitecture } from './onnx/convert-onnx.ts';
export { ultraface } from './onnx/ultraface.ts';
export {
  type ManifestGroup,
  type ManifestWeight,
  parseManifest,
  type TfjsQuantization,
  type TfjsType,
} from './tfjs/manifest.ts';
export { type ReadFile, readWeights, type TfjsTensor, type TfjsWeights } from './tfjs/weights.ts';
