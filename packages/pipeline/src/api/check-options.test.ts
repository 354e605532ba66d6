import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/errors.ts';
import { requireDetectOptions, requirePipelineOptions } from './options.ts';

describe('options', () => {
  it('are fine where they are what they should be, or left out', () => {
    requirePipelineOptions({});
    requirePipelineOptions({ detector: 'tiny', maxSide: 100, models: new URL('http://a/') });
    requireDetectOptions({ minScore: 0, signal: new AbortController().signal, chips: true });
    requireDetectOptions({ minScore: undefined } as never);
  });

  it.each([
    [null, 'the options of detect are null', /an object/],
    ['tiny', 'the options of detect are "tiny"', /an object/],
    [{ minscore: 0.5 }, 'detect has no option "minscore"', /^Did you mean minScore\?$/],
    [{ chip: true }, 'detect has no option "chip"', /^Did you mean chips\?$/],
    [{ descriptor: true }, 'detect has no option "descriptor"', /mean descriptors/],
    [{ banana: 1 }, 'detect has no option "banana"', /^There are minScore, maxFaces, .*landmarks/],
    [{ constructor: 1 }, 'detect has no option "constructor"', /^There are/],
    [{ minScore: null }, 'minScore is null', /from 0 to 1/],
    [{ minScore: Symbol('half') }, 'minScore is Symbol(half)', /from 0 to 1/],
    [{ minScore: 1n }, 'minScore is 1', /from 0 to 1/],
    [{ chips: 'yes' }, 'chips is "yes"', /true or false/],
    [{ signal: {} }, 'signal is Object', /AbortController/],
    [{ signal: 'now' }, 'signal is "now"', /AbortController/],
  ])('of detect are refused: %o', async (options, message, fix) => {
    const error = await errorOf(() => requireDetectOptions(options as never));
    expect(error).toMatchObject({ name: 'FaceGpuError', code: 'bad-argument', message });
    expect((error as { fix: string }).fix).toMatch(fix);
  });

  it.each([
    [null, 'the options of create are null'],
    [{ detecter: 'tiny' }, 'create has no option "detecter"'],
    [{ detector: Symbol('tiny') }, 'detector is Symbol(tiny)'],
    [{ models: 7 }, 'models is 7'],
    [{ mirror: 1 }, 'mirror is 1'],
    [{ cache: null }, 'cache is null'],
    [{ onProgress: {} }, 'onProgress is Object'],
    [{ signal: new AbortController() }, 'signal is AbortController'],
    [{ maxSide: 1e300 }, 'maxSide is 1e+300'],
    [{ compat: 'face-api', recognizers: ['a'] }, 'compat and recognizers exclude each other'],
  ])('of create are refused: %o', async (options, message) => {
    const error = await errorOf(() => requirePipelineOptions(options as never));
    expect(error).toMatchObject({ name: 'FaceGpuError', code: 'bad-argument', message });
    expect((error as { fix: string }).fix).toMatch(/\w/);
  });
});
