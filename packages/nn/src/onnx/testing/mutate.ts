import type { Random } from '@facegpu/kernels/testing';

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
