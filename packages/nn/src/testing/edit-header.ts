/** The header of a safetensors file, as loose as JSON. */
export interface Header {
  readonly __metadata__: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests put anything there
  readonly [tensor: string]: any;
}

/** A copy of a safetensors file with another header: an object, or text that may be no JSON. */
export function editHeader(
  file: Uint8Array,
  edit: (header: Header) => object | string,
): Uint8Array<ArrayBuffer> {
  const end = 8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const edited = edit(JSON.parse(new TextDecoder().decode(file.subarray(8, end))) as Header);
  const header = typeof edited === 'string' ? edited : JSON.stringify(edited);
  const json = new TextEncoder().encode(header);
  const result = new Uint8Array(8 + json.byteLength + file.byteLength - end);
  new DataView(result.buffer).setBigUint64(0, BigInt(json.byteLength), true);
  result.set(json, 8);
  result.set(file.subarray(end), 8 + json.byteLength);
  return result;
}
