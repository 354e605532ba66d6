/** For packages that cut something of their own out of photos: how they are decoded, and lie on the GPU. */
export { Queue } from './async/queue.ts';
export { PhotoBuffer } from './gpu/photo-buffer.ts';
export { decodePhoto } from './photo/decode-photo.ts';
export type { Photo } from './photo/photo.ts';
