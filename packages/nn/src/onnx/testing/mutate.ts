import { fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Random } from '@facegpu/kernels/testing';
import { ModelProtoSchema } from '../proto/onnx_pb.ts';

/** Ways to damage a file, each of them somewhere at random. */
const damages: readonly ((file: Uint8Array, random: Random) => Uint8Array)[] = [
  flipBits,
  truncate,
  overwriteRun,
  insertBytes,
  repeatPart,
  hugeNumber,
];

/** A damaged copy of a file. */
export function mutate(file: Uint8Array, random: Random): Uint8Array {
  let result: Uint8Array = file.slice();
  for (let i = random.integer(1, 3); i > 0; i--) {
    result = damages[random.integer(0, damages.length - 1)](result, random);
  }
  return result;
}

/** Values that files rarely have, by their types. */
const oddities: Readonly<Record<string, readonly unknown[]>> = {
  number: [0, -1, 1, 3, 7, 255, 65_536, 2 ** 31 - 1, -(2 ** 31), 1e20, 0.5],
  bigint: [0n, -1n, 1n, 3n, 7n, 255n, 65_536n, 2n ** 31n, 2n ** 62n, -(2n ** 63n)],
  string: ['', 'constructor', '__proto__', 'image', 'weight', 'sum', 'Conv', 'conv2d', 'Softmax'],
};

/**
 * Changes one number, word or truth value somewhere in a tree of objects and lists: what a file says is
 * wrong then, not how it says it.
 */
function mutateLeaf(tree: object, random: Random): void {
  const leaves: (readonly [owner: Record<string, unknown>, key: string])[] = [];
  const visit = (owner: Record<string, unknown>) => {
    for (const [key, value] of Object.entries(owner)) {
      if (key.startsWith('$') || ArrayBuffer.isView(value)) continue;
      if (typeof value === 'object' && value !== null) visit(value as Record<string, unknown>);
      else leaves.push([owner, key]);
    }
  };
  visit(tree as Record<string, unknown>);
  const [owner, key] = random.pick(leaves);
  const value = owner[key];
  owner[key] = typeof value === 'boolean' ? !value : random.pick(oddities[typeof value] ?? [value]);
}

/** An ONNX model that says something else in up to three places. */
export function mutateOnnx(file: Uint8Array, random: Random): Uint8Array {
  for (;;) {
    const model = fromBinary(ModelProtoSchema, file);
    for (let i = random.integer(1, 3); i > 0; i--) mutateLeaf(model, random);
    try {
      return toBinary(ModelProtoSchema, model);
    } catch {
      // A field of 32 bits holds no more than that.
    }
  }
}

/** A JSON text that says something else in up to three places. */
export function mutateJson(text: string, random: Random): string {
  const tree: object = JSON.parse(text);
  for (let i = random.integer(1, 3); i > 0; i--) mutateLeaf(tree, random);
  return JSON.stringify(tree);
}

function flipBits(file: Uint8Array, random: Random): Uint8Array {
  for (let i = random.integer(1, 8); i > 0; i--) {
    file[place(file, random)] ^= 1 << random.integer(0, 7);
  }
  return file;
}

function truncate(file: Uint8Array, random: Random): Uint8Array {
  return file.slice(0, place(file, random));
}

function overwriteRun(file: Uint8Array, random: Random): Uint8Array {
  const start = place(file, random);
  return file.fill(random.integer(0, 255), start, start + random.integer(1, 16));
}

function insertBytes(file: Uint8Array, random: Random): Uint8Array {
  const start = place(file, random);
  const added = Array.from({ length: random.integer(1, 12) }, () => random.integer(0, 255));
  return Uint8Array.of(...file.subarray(0, start), ...added, ...file.subarray(start));
}

/** Messages twice over are duplicate names, weights, nodes. */
function repeatPart(file: Uint8Array, random: Random): Uint8Array {
  const start = place(file, random);
  const end = Math.min(file.length, start + random.integer(1, 200));
  return Uint8Array.of(...file.subarray(0, end), ...file.subarray(start));
}

/** A length or a size of nine bytes. */
function hugeNumber(file: Uint8Array, random: Random): Uint8Array {
  const start = place(file, random);
  file.fill(0xff, start, start + 8);
  if (start + 8 < file.length) file[start + 8] = 0x7f;
  return file;
}

function place(file: Uint8Array, random: Random): number {
  return random.integer(0, Math.max(0, file.length - 1));
}
