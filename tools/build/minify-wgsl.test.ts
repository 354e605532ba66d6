import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { minifyShaders, shortenTypes, tokensOf } from './minify-wgsl.mjs';
import { root } from './packages.mjs';

const folder = path.join(root, 'packages/kernels/src');
const sources = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.wgsl'))
    .sort()
    .map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
);

describe('minifyShaders', () => {
  const minified = minifyShaders(sources);

  it.each([...sources])(
    'gives each name of %s one of its own, and leaves the rest',
    (file, source) => {
      const [prelude, short] = (minified.get(file) ?? '').split(
        /(?<=^\/\/ prelude\n\/\/ end prelude\n)/,
      );
      expect(prelude).not.toBe('');
      const before = tokensOf(
        shortenTypes(source).replace(/\/\/ prelude\n[\s\S]*?\/\/ end prelude\n/, ''),
      );
      const after = tokensOf(short);
      const names = new Map<string, string>();
      for (const [index, token] of before.entries()) {
        const name = keeps(before, index) ? token : (names.get(token) ?? after[index]);
        expect(after[index], `${before.slice(index - 3, index + 3).join(' ')}`).toBe(name);
        if (!keeps(before, index)) names.set(token, name);
      }
      expect(after).toHaveLength(before.length);
      expect(new Set(names.values()).size).toBe(names.size);
    },
  );

  it('renames what a shader declares, but not what others know', () => {
    const shader = `
      // prelude
      const LANES: u32 = 4;
      // end prelude
      // Adds.
      @group(0) @binding(0) var<storage, read_write> sum: array<f32>;
      var<workgroup> tile: array<f32, LANES>;
      struct Part { first: u32, x: f32, ends: vec2<i32>, turn: mat3x3<f32> }
      fn partOf(first: u32) -> Part { return Part(first, -tile[first] - -sum[first], vec2<i32>(), mat3x3<f32>()); }
      @compute @workgroup_size(LANES) fn main(@builtin(local_invocation_index) local: u32) {
        let part = partOf(local);
        sum[part.first] += part.x;
      }
    `.replace(/^ +/gm, '');
    const short = `
      // prelude
      // end prelude
      @group(0)@binding(0)var<storage,read_write>sum:array<f32>;
      var<workgroup>f:array<f32,LANES>;
      struct b{first:u32,x:f32,ends:vec2i,turn:mat3x3f}
      fn e(a:u32)->b{return b(a,-f[a]- -sum[a],vec2i(),mat3x3f());}
      @compute@workgroup_size(LANES)fn main(@builtin(local_invocation_index)d:u32){let c=e(d);sum[c.first]+=c.x;}
    `.replace(/^ +/gm, '');
    expect(minifyShaders(new Map([['sum', shader]])).get('sum')).toBe(short.trimStart());
  });
});

/** Whether a token is no name of a scope: an attribute, or a member where it is declared or used. */
function keeps(tokens: readonly string[], index: number): boolean {
  const struct = tokens.lastIndexOf('struct', index);
  const declared = struct >= 0 && tokens[index + 1] === ':' && tokens.indexOf('}', struct) > index;
  return declared || tokens[index - 1] === '.' || tokens[index - 1] === '@';
}
