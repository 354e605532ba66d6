export type { Architecture } from './architectures/architecture.ts';
export { architectures } from './architectures/index.ts';
export { type Conversion, convert, type Port } from './convert.ts';
export { type IndexEntry, indexEntry } from './model-index.ts';
export { NetworkWriter, type WrittenNetwork } from './network-writer.ts';
export {
  type ManifestGroup,
  type ManifestWeight,
  parseManifest,
  type TfjsQuantization,
  type TfjsType,
} from './tfjs/manifest.ts';
export { type ReadFile, readWeights, type TfjsTensor, type TfjsWeights } from './tfjs/weights.ts';
