/**
 * For packages that cut something of their own out of photos: how they are decoded, lie on the GPU, and are described.
 */
export { Queue } from './async/queue.ts';
export { ChipEmbedder } from './embed/chip-embedder.ts';
export { PhotoBuffer } from './gpu/photo-buffer.ts';
export { decodePhoto } from './photo/decode-photo.ts';
export type { Photo } from './photo/photo.ts';
