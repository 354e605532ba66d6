import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
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

  it.skipIf(existsSync('/snap/bin/chromium'))(
    "leaves Ubuntu's pointer to a snap alone",
    async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'facegpu-shim-'));
      const script =
        '#!/bin/sh\n[ -x /snap/bin/chromium ] || exit 1\nexec /snap/bin/chromium "$@"\n';
      await writeFile(path.join(folder, 'chromium-browser'), script, { mode: 0o755 });
      expect(() => findChromium({ PATH: folder })).toThrow(NoChromium);
      await rm(folder, { recursive: true });
    },
  );
});
