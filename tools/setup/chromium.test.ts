import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensureChromium } from './chromium.mjs';
import { log } from './log.mjs';

// The commands of a machine without Chromium are scripts.
describe.skipIf(process.platform === 'win32')('ensureChromium', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'facegpu-machine-'));
    await mkdir(path.join(folder, 'bin'));
    vi.stubEnv('PATH', path.join(folder, 'bin'));
    vi.stubEnv('CHROMIUM_PATH', '');
    vi.spyOn(log, 'step').mockReturnValue();
    await command('sudo', '[ "$1" = -n ] || exec "$@"');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  const command = (name: string, script: string) =>
    writeFile(path.join(folder, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const policy = (version: string) => command('apt-cache', `echo "  Candidate: ${version}"`);
  const aptWhich = (does: string) =>
    command('apt-get', `case "$1 $*" in install*chromium) ${does};; update*) ;; *) exit 9;; esac`);
  const installing = () =>
    aptWhich(`PATH=/usr/bin:/bin; cd "${folder}/bin" && echo '#!' > chromium && chmod +x chromium`);

  it('installs it where it is missing', async () => {
    await policy('156.0.8078.108-1~deb12u1');
    await installing();
    const chromium = path.join(folder, 'bin/chromium');
    expect(await ensureChromium({ debian: true })).toEqual({ path: chromium, missing: '' });
    expect(log.step).toHaveBeenLastCalledWith(
      'installing chromium 156.0.8078.108-1~deb12u1, for what runs in a browser and on SwiftShader',
    );
  });

  it('takes the one that is there', async () => {
    await command('google-chrome', '');
    const chrome = path.join(folder, 'bin/google-chrome');
    expect(await ensureChromium({ debian: true })).toEqual({ path: chrome, missing: '' });
  });

  it.each(['2:1snap1-0ubuntu2', '1:85.0.4183.83-0ubuntu2.22.04.1', '(none)'])(
    'says what to do where apt has %s',
    async (version) => {
      await policy(version);
      await installing();
      const { path: found, missing } = await ensureChromium({ debian: true });
      expect(found).toBe('');
      expect(missing).toMatch(/Ubuntu's is a snap\. Install Google Chrome, or .* CHROMIUM_PATH/);
    },
  );

  it('says what failed', async () => {
    await policy('156.0.8078.108-1~deb12u1');
    await aptWhich('exit 100');
    const { missing } = await ensureChromium({ debian: true });
    expect(missing).toBe(
      'there is no Chromium, and apt-get install failed. Run as root: apt-get install chromium.',
    );
  });

  it('asks for no password', async () => {
    vi.spyOn(process, 'getuid').mockReturnValue(1000);
    await command('sudo', 'exit 1');
    const { missing } = await ensureChromium({ debian: true });
    expect(missing).toMatch(/takes root or a sudo without password\. Run as root: apt-get/);
  });

  it('installs nothing where CHROMIUM_PATH names another, nor where there is no apt', async () => {
    await policy('156.0.8078.108-1~deb12u1');
    await installing();
    expect((await ensureChromium({ debian: false })).missing).toMatch(/there is no Chromium/);
    vi.stubEnv('CHROMIUM_PATH', '/no/such/program');
    expect((await ensureChromium({ debian: true })).missing).toMatch(/CHROMIUM_PATH is/);
  });
});
