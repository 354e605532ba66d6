import { describe, expect, it } from '../testing/testing.ts';
import { parseBindings } from './bindings.ts';
import { shaders } from './shaders.ts';

// No shader runs a loop whose end isn't known before it starts: a driver that waits for one too long
// takes the device away, and on a processor nobody ever gets it back.

/** `while` loops, and why they end. */
const others: Readonly<Record<string, string>> = {
  'top-k/merge': 'halves a range of list places, whatever the values',
};

const header = /for \(var (\w+) = ([^;]+); ([^;]+); ([^{]+)\) \{/g;

describe.each(shaders.map(({ name, source }) => ({ name, source })))(
  'the loops of $name',
  ({ name, source }) => {
    const code = source.replace(/\/\/.*$/gm, '');
    const loops = [...code.matchAll(header)];

    it('count in whole numbers, towards a bound', () => {
      expect(code.match(/\bfor\b/g) ?? []).toHaveLength(loops.length);
      for (const [loop, counter, , condition, step] of loops) {
        expect(step, loop).toMatch(new RegExp(`^${counter}(\\+\\+|--| \\+= (?!.*\\d\\.)[\\w.]+)$`));
        expect(condition, loop).toMatch(new RegExp(`^${counter} (<|<=|>) `));
        // A product or a float in a bound may round to where no counter gets.
        expect(loop).not.toMatch(/\d\.\d|\bf32\b/);
      }
    });

    it('are for loops, or listed here', () => {
      expect(/\b(while|loop)\b/.test(code)).toBe(Object.hasOwn(others, name));
    });

    it('end at counts that a parameter limits, where a buffer holds the count', () => {
      const buffers = parseBindings(source).filter(({ type }) => type !== 'uniform');
      const read = new RegExp(
        `(?:let|var) (\\w+) = ([^;]*\\b(?:${buffers.map((b) => b.name).join('|')})\\[[^;]*);`,
        'g',
      );
      for (const [, variable, value] of code.matchAll(read)) {
        const bounds = loops.some(([loop]) => new RegExp(`\\b${variable}\\b`).test(loop));
        if (bounds) expect(value, variable).toMatch(/^min\(.*params\./);
      }
    });
  },
);
