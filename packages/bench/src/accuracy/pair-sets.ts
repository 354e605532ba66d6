import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FaceGpuError } from '@facegpu/kernels';
import { directory } from '@facegpu/models';
import { readCsvPairs, readLfwPairs } from '@facegpu/pipeline/command-line';

export interface Pair {
  /** Whole paths. */
  readonly a: string;
  /** The photo that something happens to. */
  readonly b: string;
  readonly same: boolean;
}

export interface PairSet {
  readonly name: string;
  readonly pairs: readonly Pair[];
  /** What is tried with it: all conditions, photos that are turned, or photos as they are alone. */
  readonly conditions: 'all' | 'rolled' | 'upright';
}

/** Where the photos lie, beside the checkout. */
const shared = fileURLToPath(new URL('../../../shared/data/', directory));

/**
 * Pairs of people that no network and no threshold was made with.
 *
 * @throws FaceGpuError `file-unreadable` where the photos aren't there
 */
export async function pairSets(): Promise<PairSet[]> {
  const lfw = path.join(shared, 'lfw-dev');
  const cfp = path.join(shared, 'cfp/dev');
  const people = filesIn(path.join(shared, 'people')).filter((file) =>
    /\.(jpe?g|png)$/i.test(file),
  );
  const partial = filesIn(path.join(shared, 'photos')).filter((file) =>
    path.basename(file).startsWith('obama_partial'),
  );
  const resolved = ({ pairs, resolve }: Awaited<ReturnType<typeof readCsvPairs>>) =>
    pairs.map(({ a, b, same }) => ({ a: resolve(a), b: resolve(b), same }));
  const all = people.flatMap((a, i) =>
    people.slice(i + 1).map((b) => ({ a, b, same: path.dirname(a) === path.dirname(b) })),
  );
  return [
    {
      name: 'LFW',
      pairs: resolved(await readLfwPairs(path.join(lfw, 'pairs.txt'), lfw)),
      conditions: 'all',
    },
    { name: 'people', pairs: all, conditions: 'rolled' },
    {
      name: 'partly hidden',
      pairs: people.flatMap((a) =>
        partial.map((b) => ({ a, b, same: path.basename(path.dirname(a)) === 'barack_obama' })),
      ),
      conditions: 'upright',
    },
    {
      name: 'CFP, frontal and frontal',
      pairs: resolved(await readCsvPairs(path.join(cfp, 'pairs-ff.csv'))),
      conditions: 'upright',
    },
    {
      name: 'CFP, frontal and profile',
      pairs: resolved(await readCsvPairs(path.join(cfp, 'pairs-fp.csv'))),
      conditions: 'upright',
    },
  ];
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) {
    throw new FaceGpuError(
      'file-unreadable',
      `${folder} isn't there`,
      'Accuracy is measured on the photos of shared/data beside the checkout: put them there.',
    );
  }
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
