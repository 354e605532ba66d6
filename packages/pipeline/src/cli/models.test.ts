import { stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { facegpu, root } from './testing/run.ts';

const names = [
  'ssd-mobilenet-v1',
  'tiny-face-detector',
  'landmarks-68',
  'landmarks-68-tiny',
  'face-recognition-128',
  'expression',
  'age-gender',
  'ultraface-rfb-320',
  'arcface-mobilefacenet',
];

interface Entry {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly licence: string;
  readonly origin: string;
}

describe('facegpu models', () => {
  it.concurrent('lists nine models with licence, training data and origin, 17 MB together at most', async () => {
    const { code, stdout, stderr } = await facegpu(['models', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const entries = JSON.parse(stdout) as Entry[];
    expect(entries.map(({ name }) => name)).toEqual(names);
    for (const { file, bytes, licence, origin } of entries) {
      expect(licence).toMatch(/^MIT/);
      expect(licence).toMatch(/training data|trained on/);
      expect(origin).toMatch(/@vladmandic\/face-api|faceplugin-face-recognition-js/);
      expect((await stat(path.join(root, 'packages/models', file))).size).toBe(bytes);
    }
    expect(entries.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(17e6);
  });

  it.concurrent('prints them as a table', async () => {
    const { code, stdout, stderr } = await facegpu(['models']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const word of [...names, 'licence', 'origin', 'MIT']) expect(stdout).toContain(word);
  });
});
