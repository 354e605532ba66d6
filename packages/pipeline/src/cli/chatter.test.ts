import { describe, expect, it } from 'vitest';
import { ChatterFilter } from './chatter.ts';

const dawn = (kind: string) =>
  `Warning: maxDynamic${kind}BuffersPerPipelineLayout artificially reduced from 1000000 to 16 to fit dynamic offset allocation limit.\n`;
const mesa = 'WARNING: lavapipe is not a conformant vulkan implementation, testing use only.\n';

/** What a filter passes on of a text that comes in pieces of some bytes. */
function filtered(text: string, bytes = text.length): string {
  const filter = new ChatterFilter();
  const whole = Buffer.from(text);
  const passed: Uint8Array[] = [];
  for (let at = 0; at < whole.length; at += Math.max(1, bytes)) {
    passed.push(filter.take(whole.subarray(at, at + Math.max(1, bytes))));
  }
  return Buffer.concat([...passed, filter.end()]).toString();
}

describe('the filter of chatter', () => {
  it.each([1, 2, 7, 64, 1000])('leaves out what is known, in pieces of %i bytes', (bytes) => {
    const own = 'FaceGPU: Zoë’s photo\nWarning: something else\nWARNING: it burns\n';
    expect(filtered(dawn('Uniform') + own + mesa + dawn('Storage'), bytes)).toBe(own);
  });

  it('keeps what only begins or ends so', () => {
    for (const line of [
      `a ${mesa}`,
      mesa.replace('.\n', '. Really.\n'),
      'Warning: maxDynamicUniform',
      'Warn',
      `WARNING: ${'x'.repeat(400)}`,
      `\r${mesa}`,
    ]) {
      expect(filtered(line, 5)).toBe(line);
    }
  });

  it('passes on a line that isn’t whole at once', () => {
    const filter = new ChatterFilter();
    const take = (text: string) => Buffer.from(filter.take(Buffer.from(text))).toString();
    expect(take('photos ███')).toBe('photos ███');
    // Its end may look like anything.
    expect(take('Warning: maxDynamic')).toBe('Warning: maxDynamic');
    expect(take('\nWarning: ')).toBe('\n');
    expect(take('it burns')).toBe('Warning: it burns');
  });

  it('knows lines that end as on Windows, and a last one without an end', () => {
    expect(filtered(mesa.replace('\n', '\r\n'))).toBe('');
    expect(filtered(mesa.trimEnd())).toBe('');
  });
});
