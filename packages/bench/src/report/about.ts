import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import type { AdapterInfo } from '@facegpu/kernels';
import { packageVersions } from '../packages.ts';

type Rows = Record<string, string>;

/** Others that compute beside us make times longer, and not everyone's alike. */
const loadAtStart = os.loadavg()[0];

/** Everything that results depend on, by name. */
export function about(adapter: AdapterInfo, versions: Readonly<Rows>): Rows {
  return {
    adapter: adapter.device.replace(/-$/, '') || adapter.name,
    driver: adapter.description || 'not told',
    processor: `${os.cpus()[0]?.model ?? 'unknown'}, ${os.availableParallelism()} cores`,
    'load at the start': loadAtStart.toFixed(1),
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    system: `${systemName()}, ${process.platform} ${process.arch}`,
    FaceGPU: commit(),
    ...versions,
  };
}

/** What takes part in Node. */
export function nodeVersions(): Rows {
  return {
    Node: process.versions.node,
    ...packageVersions(['webgpu', '@tensorflow/tfjs', 'onnxruntime-node', '@vladmandic/face-api']),
  };
}

function systemName(): string {
  const file = '/etc/os-release';
  const release = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return /^PRETTY_NAME="?(.*?)"?$/m.exec(release)?.[1] ?? `${os.type()} ${os.release()}`;
}

/** The commit that is checked out; marked where files were changed since. */
function commit(): string {
  const args = ['describe', '--always', '--dirty', '--exclude=*'];
  try {
    const options = {
      cwd: new URL('.', import.meta.url),
      encoding: 'utf8',
      stdio: 'pipe',
    } as const;
    return execFileSync('git', args, options).trim();
  } catch {
    return 'not in a git checkout';
  }
}
