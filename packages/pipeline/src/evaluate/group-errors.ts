import type { MeasuredPair } from './metrics.ts';
import type { Estimate } from './people-metrics.ts';
import { wilson } from './wilson.ts';

/** What a group column says of a pair: `undefined` where it says nothing. */
export interface GroupedPair extends MeasuredPair {
  readonly groups: Readonly<Record<string, string>>;
}

/** The errors of the pairs of a group, at a threshold. */
export interface GroupErrors {
  readonly group: string;
  /** Pairs of one person, and of two. */
  readonly mated: number;
  readonly nonMated: number;
  /** False-non-match rate: share of the mated pairs that are refused; not there where there are none. */
  readonly fnmr?: Estimate;
  /** False-match rate: share of the others that are accepted; not there where there are none. */
  readonly fmr?: Estimate;
}

/** The groups of a column. */
export interface ColumnErrors {
  readonly column: string;
  readonly groups: readonly GroupErrors[];
}

/**
 * Errors by each column, the largest groups first. Intervals are of 95 %, Wilson's, as if pairs were independent: where
 * groups have few people they are wider than that.
 */
export function errorsByGroup(pairs: readonly GroupedPair[], threshold: number): ColumnErrors[] {
  const columns = [...new Set(pairs.flatMap(({ groups }) => Object.keys(groups)))];
  return columns.map((column) => {
    const members = new Map<string, GroupedPair[]>();
    for (const pair of pairs) {
      if (!Object.hasOwn(pair.groups, column)) continue;
      const group = pair.groups[column];
      const own = members.get(group);
      if (own) own.push(pair);
      else members.set(group, [pair]);
    }
    const groups = Array.from(members, ([group, own]): GroupErrors => {
      const [mated, nonMated] = [true, false].map((one) => own.filter(({ same }) => same === one));
      const refused = mated.filter(({ distance }) => !(distance < threshold)).length;
      const accepted = nonMated.filter(({ distance }) => distance < threshold).length;
      return {
        group,
        mated: mated.length,
        nonMated: nonMated.length,
        ...(mated.length > 0 && { fnmr: estimate(refused, mated.length) }),
        ...(nonMated.length > 0 && { fmr: estimate(accepted, nonMated.length) }),
      };
    });
    const size = ({ mated, nonMated }: GroupErrors) => mated + nonMated;
    return { column, groups: groups.sort((a, b) => size(b) - size(a)) };
  });
}

function estimate(count: number, trials: number): Estimate {
  return { value: count / trials, ...wilson(count, trials) };
}
