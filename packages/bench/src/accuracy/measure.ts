import { LineCache, note } from '@facegpu/pipeline/command-line';
import { type Interval, type MeasuredPair, measurePairs, wilson } from '@facegpu/pipeline/evaluate';
import sharp from 'sharp';
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
  /** How many pairs fewer are decided rightly than where the second photo is as it is. */
  readonly lost: number;
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
  /** Ends it early: with the rows that are whole. */
  readonly signal?: AbortSignal;
}

export async function measureAccuracy(
  contenders: readonly Contender[],
  { sets, quick, cache: file, signal }: AccuracyOptions,
): Promise<AccuracyRow[]> {
  const cache = await LineCache.open<Described>(file, {
    encode: (described) => ({ described }),
    decode: (fields) => (fields as { readonly described?: Described }).described,
  });
  const works = sets.flatMap(({ name, pairs, conditions: wanted }) =>
    conditions
      .filter((condition) => isWanted(condition, wanted))
      .map((condition) => ({ set: name, condition, pairs: sample(pairs, condition, quick) })),
  );
  const rows: AccuracyRow[] = [];
  try {
    for (const work of works) {
      note(`${work.set}, ${work.condition.name}: ${work.pairs.length} pairs`);
      rows.push(...(await rowsOf(work, contenders, { cache, signal })));
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  return rows;
}

interface AccuracyWork {
  readonly set: string;
  readonly condition: Condition;
  readonly pairs: readonly Pair[];
}

interface Describing {
  readonly cache: LineCache<Described>;
  readonly signal: AbortSignal | undefined;
}

/** One of each recogniser. */
async function rowsOf(
  { set, condition, pairs }: AccuracyWork,
  contenders: readonly Contender[],
  describing: Describing,
): Promise<AccuracyRow[]> {
  const describe = (files: readonly string[], own: Condition) =>
    describeAll(files, { condition: own, contenders, ...describing });
  const firsts = await describe(
    pairs.map(({ a }) => a),
    conditions[0],
  );
  const bs = pairs.map(({ b }) => b);
  const seconds = await describe(bs, condition);
  const uprights = condition === conditions[0] ? seconds : await describe(bs, conditions[0]);
  return contenders.flatMap(({ recognizers }, i) => {
    const [first, second, upright] = [firsts[i], seconds[i], uprights[i]];
    const measured = { set, condition: condition.name, pairs, first, second, upright };
    return recognizers.map((recognizer) => rowOf(recognizer, measured));
  });
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

/** What each contender finds in each photo under a condition, by its path. */
async function describeAll(
  files: readonly string[],
  {
    condition,
    contenders,
    cache,
    signal,
  }: Describing & { readonly condition: Condition; readonly contenders: readonly Contender[] },
): Promise<Map<string, Described>[]> {
  const described = contenders.map(() => new Map<string, Described>());
  for (const [index, file] of [...new Set(files)].entries()) {
    const photo = await changed(sharp(file), condition, index);
    const { data, width, height } = photo;
    for (const [i, { version, describe }] of contenders.entries()) {
      signal?.throwIfAborted();
      const key = LineCache.key(data, { width, height, version });
      const known = cache.get(key);
      const found = known === undefined ? await describe(photo) : known;
      if (known === undefined) await cache.set(key, found);
      described[i].set(file, found);
    }
  }
  return described;
}

interface Measured {
  readonly set: string;
  readonly condition: string;
  readonly pairs: readonly Pair[];
  readonly first: ReadonlyMap<string, Described>;
  readonly second: ReadonlyMap<string, Described>;
  /** The second photos as they are. */
  readonly upright: ReadonlyMap<string, Described>;
}

function rowOf(
  { name, threshold, distance }: Recognizer,
  { set, condition, pairs, first, second, upright }: Measured,
): AccuracyRow {
  const measuredWith = (others: ReadonlyMap<string, Described>) =>
    pairs.map(({ a, b, same }) => {
      const [one, other] = [first.get(a), others.get(b)];
      return {
        same,
        distance: one && other ? distance(one[name], other[name]) : Number.POSITIVE_INFINITY,
      };
    });
  const wrongOf = (measured: readonly MeasuredPair[]) =>
    measured.filter(({ same, distance }) => distance < threshold !== same);
  const measured = measuredWith(second);
  const wrong = wrongOf(measured);
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
    lost: wrong.length - wrongOf(measuredWith(upright)).length,
    auc: measurePairs(measured, threshold).auc,
    photos: second.size,
    missed: [...second.values()].filter((found) => !found).length,
  };
}
