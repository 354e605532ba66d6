import { describe, expect, it } from 'vitest';
import { findChromium } from './chromium.ts';
import { NoChromium } from './no-chromium.ts';

describe('findChromium', () => {
  it('takes what CHROMIUM_PATH names', () => {
    expect(findChromium({ CHROMIUM_PATH: process.execPath, PATH: '' })).toBe(process.execPath);
  });

  it.each([
    [{ PATH: '' }, /apt-get install chromium/],
    [{ CHROMIUM_PATH: '/no/such/program', PATH: '/usr/bin' }, /CHROMIUM_PATH is "\/no\/such/],
  ])('says what is missing: %j', (environment, message) => {
    expect(() => findChromium(environment)).toThrow(NoChromium);
    expect(() => findChromium(environment)).toThrow(message);
  });
});
