import type { CrossValidation } from '../cross-validate.ts';
import { type DiscardPoint, errorVersusDiscard } from '../error-discard.ts';
import { errorsByGroup, type GroupErrors } from '../group-errors.ts';
import { type MeasuredPair, type Metrics, rocCurve } from '../metrics.ts';
import type { Estimate } from '../people-metrics.ts';
import { trueAccepts } from '../true-accepts.ts';
import { wilson } from '../wilson.ts';
import { escapeHtml } from './escape-html.ts';
import page from './page.html?raw';
import { plotDistances, plotLines, type Series } from './plots.ts';

/** A measured pair as a report shows it. */
export interface ReportedPair extends MeasuredPair {
  /** By column. */
  readonly groups: Readonly<Record<string, string>>;
  /** Of the worse face: 0 where one was missed. */
  readonly quality: number;
}

/** A face of a pair that is shown. */
export interface ShownFace {
  readonly name: string;
  readonly quality: number;
  /** Addresses of pictures, as `data:` has them, and what lies over the photo, as SVG. */
  readonly photo: string;
  readonly overlay: string;
  readonly chip: string;
}

/** Two faces of a pair that is shown. */
export interface ShownPair {
  readonly distance: number;
  readonly faces: readonly ShownFace[];
}

/** What a report is of. */
export interface ReportContent extends Metrics {
  readonly title: string;
  readonly model: string;
  readonly threshold: number;
  /** Photos in which no face was found. */
  readonly missed: number;
  readonly crossValidation?: CrossValidation | undefined;
  readonly pairs: readonly ReportedPair[];
  /** The pairs of one person that are farthest apart, and those of two that are nearest. */
  readonly worst: { readonly mated: readonly ShownPair[]; readonly nonMated: readonly ShownPair[] };
}

/** How well pairs are told apart, as a page that needs nothing besides itself. */
export async function renderReport(content: ReportContent): Promise<string> {
  const { title, model, pairs, threshold, worst } = content;
  const parts = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p>Descriptors by ${escapeHtml(model)}. Below a distance of ${threshold.toFixed(4)} two faces are taken for one person’s. Intervals are of 95 %, Wilson’s, as if pairs were independent.</p>`,
    figures(content),
    `<div class="plots">${(await plots(content)).join('')}</div>`,
    groupTables(pairs, threshold),
    shown(`Pairs of one person that are farthest apart`, worst.mated, (d) => d >= threshold),
    shown(`Pairs of two people that are nearest`, worst.nonMated, (d) => d < threshold),
  ];
  return page
    .replace('<!--body-->', () => parts.join('\n'))
    .replace('<title>Recognition report<', () => `<title>${escapeHtml(title)}<`);
}

function figures({ pairs, accuracy, threshold, auc, tar, best, ...more }: ReportContent): string {
  const { missed, crossValidation } = more;
  const mated = pairs.filter(({ same }) => same).length;
  const right = wilson(Math.round(accuracy * pairs.length), pairs.length);
  const cells: [string, string][] = [
    [String(mated), 'pairs of one person'],
    [String(pairs.length - mated), 'pairs of two people'],
    [
      percent(accuracy),
      `right at ${threshold.toFixed(3)} (${percent(right.low)} – ${percent(right.high)})`,
    ],
    ...(crossValidation
      ? [foldCell(crossValidation)]
      : [
          [percent(best.accuracy), `right at best, at ${best.threshold.toFixed(3)}`] as [
            string,
            string,
          ],
        ]),
    acceptCell(pairs, tar),
    [auc.toFixed(4), 'area under the ROC curve'],
    [String(missed), 'photos without a face'],
  ];
  return `<div class="figures">${cells.map(([value, what]) => `<div><b>${value}</b>${what}</div>`).join('')}</div>`;
}

/** What is accepted at a thousandth of false accepts: a figure and its interval, or that it can't be told. */
function acceptCell(pairs: readonly ReportedPair[], tar: Metrics['tar']): [string, string] {
  const matedPairs = pairs.filter(({ same }) => same).length;
  const counts = { matedPairs, nonMatedPairs: pairs.length - matedPairs };
  const what = 'true accepts where 0.1 % of strangers are';
  const told = trueAccepts({ ...counts, ...(tar && { tar }) }, '0.001');
  if (typeof told === 'string') return ['–', `${what}: ${told}`];
  return [percent(told.value), `${what} (${percent(told.low)} – ${percent(told.high)})`];
}

function foldCell({ accuracy, folds }: CrossValidation): [string, string] {
  const [mean, error] = [accuracy.mean, accuracy.standardError].map((x) => (x * 100).toFixed(2));
  return [`${mean} ± ${error} %`, `right in ${folds.length} folds, by the others’ threshold`];
}

async function plots({ pairs, threshold }: ReportContent): Promise<string[]> {
  const [mated, nonMated] = [true, false].map((one) => pairs.filter(({ same }) => same === one));
  const curve = rocCurve(pairs);
  const least = 0.5 / Math.max(1, nonMated.length);
  const at = {
    far: share(nonMated, ({ distance }) => distance < threshold),
    tar: share(mated, ({ distance }) => distance < threshold),
  };
  // Zero has no logarithm: it stands at the edge.
  const far = { title: 'false-match rate', domain: [least, 1], log: true, format: '~g' } as const;
  const label = `at ${threshold.toFixed(3)}`;
  const roc = await plotLines({
    title: 'ROC curve',
    x: far,
    y: { title: 'true-match rate', domain: [0, 1] },
    series: [
      {
        name: 'ROC',
        colour: '--accent',
        stepped: true,
        points: curve.map((p) => [Math.max(p.far, least), p.tar]),
      },
    ],
    mark: { x: Math.max(at.far, least), y: at.tar, label },
  });
  const leastMiss = 0.5 / Math.max(1, mated.length);
  const det = await plotLines({
    title: 'DET curve',
    x: far,
    y: { title: 'false-non-match rate', domain: [leastMiss, 1], log: true, format: '~g' },
    series: [
      {
        name: 'DET',
        colour: '--accent',
        stepped: true,
        points: curve.map((p) => [Math.max(p.far, least), Math.max(1 - p.tar, leastMiss)]),
      },
    ],
    mark: { x: Math.max(at.far, least), y: Math.max(1 - at.tar, leastMiss), label },
  });
  const finite = (own: readonly ReportedPair[]) =>
    own.map(({ distance }) => distance).filter(Number.isFinite);
  const distances = await plotDistances({
    title: 'Distances',
    mated: finite(mated),
    nonMated: finite(nonMated),
    threshold,
  });
  const kinds = [
    { name: 'one person', colour: '--accent' },
    { name: 'two people', colour: '--other' },
  ];
  return [
    figure(
      'ROC',
      'How many of one person’s pairs are accepted, by how many of strangers’ are.',
      roc,
    ),
    figure('DET', 'The same as errors, both on logarithmic axes: lower is better.', det),
    figure('Distances', 'As shares of each kind of pair.', distances, kinds),
    await discardFigure(pairs, threshold),
  ];
}

async function discardFigure(pairs: readonly ReportedPair[], threshold: number): Promise<string> {
  const points = errorVersusDiscard(pairs, threshold);
  const start = points[0]?.error ?? 0;
  const series: Series[] = [
    { name: 'all errors', colour: '--accent', points: points.map((p) => [p.discarded, p.error]) },
    {
      name: 'one person refused',
      colour: '--other',
      points: points.map((p) => [p.discarded, p.fnmr]),
    },
    {
      name: 'as chance would',
      colour: '--soft',
      dashed: true,
      points: [
        [0, start],
        [0.5, start],
      ],
    },
  ];
  const most = Math.max(0.001, ...points.flatMap(({ error, fnmr }) => [error, fnmr]));
  const svg = await plotLines({
    title: 'Error versus discard',
    x: {
      title: 'share of pairs discarded, the lowest quality first',
      domain: [0, 0.5],
      format: '%',
    },
    y: { title: 'share decided wrongly', domain: [0, most * 1.08], format: '.1%' },
    series,
  });
  const tenth = points.find(({ discarded }) => discarded === 0.1);
  const words = tenth ? withoutTenth(start, tenth) : '';
  return figure('Error versus discard', words, svg, series);
}

/** What becomes of errors where the tenth of lowest quality is left out. */
export function withoutTenth(start: number, { error, interval }: DiscardPoint): string {
  const [before, after] = [percent(start), percent(error)];
  const range = `(${percent(interval.low)} – ${percent(interval.high)})`;
  const change = error < start ? 'fall' : 'rise';
  const errors = before === after ? `stay at ${after}` : `${change} from ${before} to ${after}`;
  return `Without the tenth of lowest quality, errors ${errors} ${range}.`;
}

function figure(
  title: string,
  words: string,
  svg: string,
  keys: readonly Pick<Series, 'name' | 'colour'>[] = [],
): string {
  const legend = keys.map(({ name, colour }) => {
    return `<span class="key"><i style="background:var(${colour})"></i>${name}</span>`;
  });
  const line = legend.length > 0 ? `<br />${legend.join('')}` : '';
  return `<figure><h3>${title}</h3><figcaption>${words}${line}</figcaption>${svg}</figure>`;
}

function groupTables(pairs: readonly ReportedPair[], threshold: number): string {
  const columns = errorsByGroup(pairs, threshold);
  if (columns.length === 0) return '';
  const tables = columns.map(({ column, groups }) => {
    const rows = groups.map(
      (own) =>
        `<tr><td>${escapeHtml(own.group)}</td>${cells(own)
          .map((cell) => `<td class="number">${cell}</td>`)
          .join('')}</tr>`,
    );
    const heads = ['pairs of one person', 'refused', 'pairs of two', 'accepted'];
    const head = heads.map((text) => `<th class="number">${text}</th>`).join('');
    return `<div class="wide"><table><thead><tr><th>${escapeHtml(column)}</th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
  });
  return `<h2>Errors by group</h2><p>A pair whose photos are of two groups counts for “one × other”.</p>${tables.join('')}`;
}

function cells({ mated, nonMated, fnmr, fmr }: GroupErrors): string[] {
  const words = (rate: Estimate | undefined) =>
    rate ? `${percent(rate.value)} (${percent(rate.low)} – ${percent(rate.high)})` : '–';
  return [String(mated), words(fnmr), String(nonMated), words(fmr)];
}

function shown(
  title: string,
  pairs: readonly ShownPair[],
  isWrong: (distance: number) => boolean,
): string {
  if (pairs.length === 0) return '';
  const items = pairs.map(({ distance, faces }) => {
    const wrong = isWrong(distance);
    const verdict = wrong ? '<span class="wrong">decided wrongly</span>' : 'decided rightly';
    return `<li><b>${distance.toFixed(3)}</b> · ${verdict}<div class="faces">${faces.map(face).join('')}</div></li>`;
  });
  return `<h2>${title}</h2><ul class="pairs">${items.join('')}</ul>`;
}

function face({ name, quality, photo, overlay, chip }: ShownFace): string {
  const caption = `${escapeHtml(name)} · quality ${quality.toFixed(2)}`;
  return `<figure><div class="views"><div class="photo"><img src="${photo}" alt="the photo" />${overlay}</div><img src="${chip}" alt="the aligned face" /></div><figcaption>${caption}</figcaption></figure>`;
}

function share<T>(all: readonly T[], test: (one: T) => boolean): number {
  return all.length > 0 ? all.filter(test).length / all.length : 0;
}

function percent(value: number): string {
  return `${(value * 100).toFixed(2)} %`;
}
