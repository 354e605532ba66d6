import { milliseconds, number, times } from './format.ts';
import { markdownTable } from './markdown-table.ts';
import { isLimit, limitsOf, meanRatio, type Rates, ratesOf, sizeFacts } from './rates.ts';
import { ours, peersOf, type Result } from './result.ts';
import { peerCell } from './table.ts';

export interface Report {
  readonly title: string;
  /** Machine, adapter and versions, by name. */
  readonly about: Readonly<Record<string, string>>;
  readonly results: readonly Result[];
  /** What stands before the results, as Markdown. */
  readonly foreword?: readonly string[];
  /** Whether a picture of each kind lies beside the report; true where left out. */
  readonly plots?: boolean;
}

const headings: Readonly<Record<Result['kind'], string>> = {
  kernel: 'Kernels',
  network: 'Networks',
  cold: 'From nothing to the first result',
  photo: 'Photos',
  match: 'Matching',
};

export function headingOf(kind: Result['kind']): string {
  return headings[kind];
}

/** The kinds there are results of, each with its results. */
export function byKind(results: readonly Result[]): Map<Result['kind'], Result[]> {
  const kinds = new Map<Result['kind'], Result[]>();
  for (const result of results) {
    kinds.set(result.kind, [...(kinds.get(result.kind) ?? []), result]);
  }
  return kinds;
}

/** Whether results are drawn: limits are not. */
export function hasPlot(results: readonly Result[]): boolean {
  return !results.every(isLimit);
}

/** The report as a Markdown file. */
export function toMarkdown({ title, about, results, foreword = [], plots = true }: Report): string {
  const sections = [...byKind(results)].flatMap(([kind, members]) => [
    `## ${headingOf(kind)}`,
    timesTable(members),
    ...(plots && hasPlot(members) ? [`![${headingOf(kind)}](${kind}.svg)`] : []),
    ...means(members),
    ...factsTable(members),
    ...ratesTable(members),
  ]);
  const head = [`# ${title}`, markdownTable(['', ''], Object.entries(about)), ...foreword];
  return `${[...head, ...(results.length > 0 ? [legend] : []), ...sections].join('\n\n')}\n`;
}

const legend =
  'Times are medians; half of our runs lie between the quartiles. In brackets, how many times as long ' +
  'as ours a peer takes: above 1 ours is faster.';

function timesTable(results: readonly Result[]): string {
  const peers = peersOf(results);
  const fastest = peers.length > 1 ? ['fastest peer / ours'] : [];
  const rows = results.map((result) => {
    const [first, third] = result.spread[ours]?.quartiles ?? [result.ours_ms, result.ours_ms];
    return [
      result.name,
      milliseconds(result.ours_ms),
      `${number(first)} – ${number(third)}`,
      ...peers.map((peer) => peerCell(result, peer)),
      ...fastest.map(() => (result.ratio === null ? '' : times(result.ratio))),
    ];
  });
  return markdownTable(['work', ours, 'quartiles', ...peers, ...fastest], rows);
}

/** How all convolutions do together. */
function means(results: readonly Result[]): string[] {
  const convolutions = results.filter(({ kind, name }) => {
    return kind === 'kernel' && /conv|depthwise/i.test(name);
  });
  const lines = peersOf(convolutions).flatMap((peer) => {
    const found = meanRatio(convolutions, peer);
    return found ? [`- ${peer} / ours: ${times(found.mean)} over ${found.count} shapes`] : [];
  });
  return lines.length > 0 ? [`Geometric mean over the convolutions:`, lines.join('\n')] : [];
}

/** What else is known, but for what rates are made of. */
function factsTable(results: readonly Result[]): string[] {
  const names = [...new Set(results.flatMap(({ facts }) => Object.keys(facts)))].filter(
    (name) => !sizeFacts.includes(name),
  );
  if (names.length === 0) return [];
  const rows = results
    .filter(({ facts }) => names.some((name) => name in facts))
    .map(({ name, facts }) => [name, ...names.map((fact) => optional(facts[fact]))]);
  return [markdownTable(['work', ...names], rows)];
}

/** The peer whose rates stand beside ours. */
const rival = 'tfjs-webgpu';

function ratesTable(results: readonly Result[]): string[] {
  const sized = results.filter(({ facts }) => sizeFacts.some((name) => name in facts));
  if (sized.length === 0) return [];
  const limits = limitsOf(sized);
  const known = (['arithmetic', 'memory'] as const).filter((rate) => limits[rate] !== undefined);
  const head = [
    'work',
    ...sizeFacts,
    ...['GFLOP/s', 'GB/s'].flatMap((unit) => [`${ours} ${unit}`, `${rival} ${unit}`]),
    ...known.map((rate) => `of the ${rate} limit`),
  ];
  const rows = sized.map((result) => {
    const mine = ratesOf(result, result.ours_ms);
    const time = result.peers[rival];
    const theirs: Rates = time === undefined ? {} : ratesOf(result, time);
    return [
      result.name,
      ...sizeFacts.map((name) => optional(result.facts[name])),
      ...[mine.arithmetic, theirs.arithmetic, mine.memory, theirs.memory].map(optional),
      ...known.map((rate) => (isLimit(result) ? '' : share(mine[rate], limits[rate]))),
    ];
  });
  return [markdownTable(head, rows)];
}

function optional(value: number | undefined): string {
  return value === undefined ? '' : number(value);
}

function share(value: number | undefined, limit: number | undefined): string {
  if (value === undefined || limit === undefined) return '';
  return `${((value / limit) * 100).toFixed(0)} %`;
}
