import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './packages.mjs';
import { minifyWgsl } from './wgsl.mjs';

const folder = path.join(root, 'packages/kernels/src');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.wgsl'))
  .sort();

/** As a compiler reads them: the longest operator first. */
const token = /\w+(?:\.\w+)*|<<=|>>=|->|&&|\|\||<<|>>|\+\+|--|[-+*/%&|^<>=!]=|\S/g;

const prelude = /\/\/ prelude\n[\s\S]*?\/\/ end prelude\n/;

describe('minifyWgsl', () => {
  it.each(files)('leaves every word of %s below its prelude', (file) => {
    const source = readFileSync(path.join(folder, file), 'utf8');
    const minified = minifyWgsl(source);
    expect(minified).toMatch(prelude);
    const words = (text: string) =>
      text
        .replace(prelude, '')
        .replace(/\/\/.*$/gm, '')
        .match(token);
    expect(words(minified)).toEqual(words(source));
    expect(minified.length).toBeLessThan(source.length);
  });

  it('keeps signs apart that would become another operator', () => {
    expect(minifyWgsl('  x = a - -b + c * -d;\n')).toBe('x=a- -b+c*-d;\n');
  });
});
