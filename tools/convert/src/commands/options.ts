import { InvalidArgumentError } from 'commander';
import type { Shapes } from './load-network.ts';

/** Collects `NAME=1x3xHEIGHTx640`: sizes of axes, or names for them. */
export function collectShape(text: string, shapes: Shapes = {}): Shapes {
  const [name, sizes] = splitAt(text, 'NAME=1x3x640x640');
  const shape = sizes.split('x').map((part): number | string => {
    if (/^[1-9]\d{0,9}$/.test(part)) return Number(part);
    if (/^[A-Za-z_]\w*$/.test(part)) return part;
    throw new InvalidArgumentError('Give sizes, or names of sizes, with x between them.');
  });
  return { ...shapes, [name]: shape };
}

/** Collects `NAME=FILE`. */
export function collectFile(
  text: string,
  files: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [name, file] = splitAt(text, 'NAME=FILE.npy');
  return { ...files, [name]: file };
}

function splitAt(text: string, form: string): [name: string, value: string] {
  const at = text.indexOf('=');
  if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)];
  throw new InvalidArgumentError(`Write it as ${form}.`);
}
