/**
 * A number of 32 bits that changes with nearly every change of some bytes: FNV-1a over whole words. It is for damage,
 * not for malice.
 */
export function checksumOf(bytes: Uint8Array): number {
  // Words begin where a word may.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length >>> 2);
  let hash = 0x811c9dc5 ^ bytes.length;
  for (let i = 0; i < words.length; i++) hash = mix(hash, words[i]);
  for (let i = words.length * 4; i < bytes.length; i++) hash = mix(hash, bytes[i]);
  return hash >>> 0;
}

function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x01000193);
  // High bits of a word must reach the low ones of the result.
  return mixed ^ (mixed >>> 15);
}
