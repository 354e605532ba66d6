import type { LineFormat } from '@facegpu/pipeline/command-line';

/** A descriptor's bytes in base64. */
export function encodeDescriptor({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

/** The reverse of {@link encodeDescriptor}. */
export function decodeDescriptor(text: string): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer);
}

/** How descriptors are kept in a file. */
export const descriptorLines: LineFormat<Float32Array> = {
  encode: (descriptor) => ({ descriptor: encodeDescriptor(descriptor) }),
  decode(fields) {
    const { descriptor } = fields as { readonly descriptor?: unknown };
    return typeof descriptor === 'string' ? decodeDescriptor(descriptor) : undefined;
  },
};
