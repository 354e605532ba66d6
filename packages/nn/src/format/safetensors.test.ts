import { describe, expect, it } from 'vitest';
import { readSafetensors, type StoredTensor, writeSafetensors } from './safetensors.ts';

const tensors = new Map<string, StoredTensor>([
  ['bytes', { type: 'U8', shape: [3], bytes: Uint8Array.of(1, 2, 255) }],
  [
    'floats',
    { type: 'F32', shape: [1, 2], bytes: new Uint8Array(Float32Array.of(1.5, -2).buffer) },
  ],
  ['none', { type: 'F32', shape: [0, 4], bytes: new Uint8Array(0) }],
]);
const file = writeSafetensors({ metadata: { key: 'value — ünïcode' }, tensors });

describe('safetensors', () => {
  it('reads what it wrote', () => {
    const read = readSafetensors(file, 'test');
    expect(read.metadata).toEqual({ key: 'value — ünïcode' });
    expect(new Map([...read.tensors].sort())).toEqual(new Map([...tensors].sort()));
  });

  it('reads a file that begins in the middle of a buffer', () => {
    const shifted = new Uint8Array(file.byteLength + 3);
    shifted.set(file, 3);
    expect(readSafetensors(shifted.subarray(3), 'test').tensors.size).toBe(3);
  });

  it('names what is wrong with a file', () => {
    const broken = (edit: (header: string) => string): Uint8Array<ArrayBuffer> => {
      const size = Number(new DataView(file.buffer).getBigUint64(0, true));
      const header = edit(new TextDecoder().decode(file.subarray(8, 8 + size)));
      const json = new TextEncoder().encode(header);
      const result = new Uint8Array(8 + json.byteLength + file.byteLength - 8 - size);
      new DataView(result.buffer).setBigUint64(0, BigInt(json.byteLength), true);
      result.set(json, 8);
      result.set(file.subarray(8 + size), 8 + json.byteLength);
      return result;
    };
    const cases: [Uint8Array<ArrayBuffer>, RegExp][] = [
      [new Uint8Array(0), /0 bytes/],
      [new Uint8Array(7), /7 bytes/],
      [new TextEncoder().encode('<!DOCTYPE html><html></html>'), /size of a header/],
      [file.slice(0, 40), /its header needs/],
      [file.slice(0, -1), /ends before tensor "bytes"/],
      [broken(() => '{"a":'), /not JSON/],
      [broken(() => '[]'), /not a JSON object/],
      [broken((header) => header.replace('"U8"', '"I64"')), /"bytes" has the type I64/],
      [broken((header) => header.replace('[3]', '[4]')), /"bytes" of shape \[4\] needs 4 bytes/],
      [broken((header) => header.replace('[3]', '[-3]')), /"bytes" is malformed/],
      [broken((header) => header.replace('"key":"', '"key":1,"x":"')), /table of strings/],
    ];
    for (const [bytes, message] of cases) {
      const error = expect.objectContaining({
        code: 'bad-model',
        message: expect.stringMatching(message),
      });
      expect(() => readSafetensors(bytes, 'model.safetensors')).toThrow(error);
    }
  });
});
