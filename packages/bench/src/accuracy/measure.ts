import { LineCache, note } from '@facegpu/pipeline/command-line';
import { type Interval, measurePairs, wilson } from '@facegpu/pipeline/evaluate';
import { type Condition, changed, conditions } from './conditions.ts';
import type { Contender, Described, Recognizer } from './contenders.ts';
import type { Pair, PairSet } from './pair-sets.ts';

/** How one recogniser does with the pairs of one set, where the second photo of each is under one condition. */
export interface AccuracyRow {
  readonly set: string;
  readonly condition: string;
  readonly recognizer: string;
  readonly pairs: number;
  /** Share of pairs that the threshold decides rightly, and its 95 % interval as if pairs were independent. */
  readonly accuracy: number;
  readonly interval: Interval;
  readonly falseMatches: number;
  readonly falseNonMatches: number;
  /** Area under the ROC curve. */
  readonly auc: number;
  /** Of the photos under the condition, how many, and in how many no face was found. */
  readonly photos: number;
  readonly missed: number;
}

export interface AccuracyOptions {
  readonly sets: readonly PairSet[];
  /** A dozen pairs of each set. */
  readonly quick: boolean;
  /** A file that keeps descriptors, so that a stopped run goes on where it was. */
  readonly cache?: string;
}

export async function measureAccuracy(
  contenders: readonly Contender[],
  { sets, quick, cache: file }: AccuracyOptions,
): Promise<AccuracyRow[]> {
  const cache = await LineCache.open<Described>(file, {
    encode: (described) => ({ described }),
    decode: (fields) => (fields as { readonly described?: Described }).described,
  });
  const rows: AccuracyRow[] = [];
  for (const { name, pairs: all, conditions: wanted } of sets) {
    for (const condition of conditions.filter((own) => isWanted(own, wanted))) {
      const pairs = sample(all, condition, quick);
      note(`${name}, ${condition.name}: ${pairs.length} pairs`);
      for (const contender of contenders) {
        const first = await describeAll(
          pairs.map(({ a }) => a),
          conditions[0],
          contender,
          cache,
        );
        const second = await describeAll(
          pairs.map(({ b }) => b),
          condition,
          contender,
          cache,
        );
        const measured = { set: name, condition: condition.name, pairs, first, second };
        rows.push(...contender.recognizers.map((recognizer) => rowOf(recognizer, measured)));
      }
    }
  }
  return rows;
}

/** Unchanged photos are compared in all pairs, changed ones in every so manieth of a long list. */
function sample(pairs: readonly Pair[], condition: Condition, quick: boolean): readonly Pair[] {
  if (!quick && condition === conditions[0]) return pairs;
  const most = condition.rolled ? 200 : 100;
  const step = Math.ceil(pairs.length / (quick ? 12 : most));
  return pairs.filter((_, i) => i % step === 0);
}

function isWanted(condition: Condition, wanted: PairSet['conditions']): boolean {
  if (wanted === 'upright') return condition === conditions[0];
  return wanted === 'all' || condition.rolled || condition === conditions[0];
}

/** What is found in each photo under a condition, by its path. */
async function describeAll(
  files: readonly string[],
  condition: Condition,
  contender: Contender,
  cache: LineCache<Described>,
): Promise<Map<string, Described>> {
  const described = new Map<string, Described>();
  for (const [index, file] of [...new Set(files)].entries()) {
    const photo = await changed(file, condition, index);
    const { data, width, height } = photo;
    const key = LineCache.key(data, { width, height, version: contender.version });
    const known = cache.get(key);
    const found = known === undefined ? await contender.describe(photo) : known;
    if (known === undefined) await cache.set(key, found);
    described.set(file, found);
  }
  return described;
}

interface Measured {
  readonly set: string;
  readonly condition: string;
  readonly pairs: readonly Pair[];
  readonly first: ReadonlyMap<string, Described>;
  readonly second: ReadonlyMap<string, Described>;
}

function rowOf(
  { name, threshold, distance }: Recognizer,
  { set, condition, pairs, first, second }: Measured,
): AccuracyRow {
  const measured = pairs.map(({ a, b, same }) => {
    const [one, other] = [first.get(a), second.get(b)];
    return {
      same,
      distance: one && other ? distance(one[name], other[name]) : Number.POSITIVE_INFINITY,
    };
  });
  const wrong = measured.filter(({ same, distance }) => distance < threshold !== same);
  const right = pairs.length - wrong.length;
  const falseMatches = wrong.filter(({ same }) => !same).length;
  return {
    set,
    condition,
    recognizer: name,
    pairs: pairs.length,
    accuracy: right / pairs.length,
    interval: wilson(right, pairs.length),
    falseMatches,
    falseNonMatches: wrong.length - falseMatches,
    auc: measurePairs(measured, threshold).auc,
    photos: second.size,
    missed: [...second.values()].filter((found) => !found).length,
  };
}
