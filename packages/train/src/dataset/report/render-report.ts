import { escapeHtml } from '@facegpu/pipeline/command-line';
import type { Dataset } from '../prepare-dataset.ts';
import type { Problem, ProblemKind } from '../problem.ts';
import {
  type DatasetReport,
  type MeasureName,
  measures,
  type PersonReport,
} from './measure-dataset.ts';
import { type Histogram, plotHistogram } from './plots.ts';
import page from './report.html?raw';
import type { Spread } from './spread.ts';

/** A report as a page that needs nothing besides. */
export async function renderReport(
  title: string,
  report: DatasetReport,
  { photos }: Pick<Dataset, 'photos'>,
): Promise<string> {
  const plots: string[] = [];
  for (const histogram of histogramsOf(report, photos)) {
    if (histogram.values.length === 0) continue;
    plots.push(`<figure>${await plotHistogram(histogram)}</figure>`);
  }
  const flawed = report.perPerson.filter(({ flaws }) => flaws.length > 0);
  const others = report.perPerson.filter(({ flaws }) => flaws.length === 0);
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p>Descriptors by ${escapeHtml(report.model)}, ${report.metric} distance; below ${report.threshold} two faces are taken for one person's.</p>`,
    figures(report),
    `<h2>How the photos are spread</h2><div class="plots">${plots.join('')}</div>`,
    `<h2>${flawed.length} people with too little, or too much, variation</h2>`,
    flawed.length > 0 ? table(flawed) : '<p>There are none.</p>',
    others.length > 0
      ? `<details><summary>${others.length} others</summary>${table(others)}</details>`
      : '',
    problems(report.problems),
  ].join('\n');
  return fillPage(title, body);
}

/** A page that needs nothing besides, in light and dark; its plots stand in `<div class="plots">`. */
export function fillPage(title: string, body: string): string {
  return page
    .replace('<!--body-->', () => body)
    .replace('<title>A data set<', () => `<title>${escapeHtml(title)}<`);
}

function histogramsOf(report: DatasetReport, photos: Dataset['photos']): Histogram[] {
  const faces = photos.flatMap(({ face }) => face ?? []);
  const { perPerson, threshold } = report;
  return [
    { title: 'photos of a person', values: perPerson.map((person) => person.photos), whole: true },
    {
      title: 'median distance between a person’s own faces',
      values: perPerson.flatMap(({ distances }) => distances?.median ?? []),
      mark: { value: threshold, label: 'threshold' },
    },
    ...Object.values(measures).map(({ title, of }): Histogram => {
      return { title, values: faces.flatMap((face) => of(face) ?? []) };
    }),
  ];
}

function figures({ people, photos, faces, perPerson }: DatasetReport): string {
  const alone = perPerson.filter((person) => person.faces < 2).length;
  const cells: [number, string][] = [
    [people, 'people'],
    [photos, 'photos'],
    [faces, 'photos with a face'],
    [alone, 'people with fewer than two'],
  ];
  const shown = cells.map(([value, what]) => `<div><b>${value}</b>${what}</div>`);
  return `<div class="figures">${shown.join('')}</div>`;
}

/** The columns of a table of people, besides those of numbers of photos. */
const columns: readonly { readonly name: MeasureName; readonly digits: number }[] = [
  { name: 'yaw', digits: 0 },
  { name: 'brightness', digits: 2 },
  { name: 'sharpness', digits: 0 },
  { name: 'age', digits: 0 },
];

function table(people: readonly PersonReport[]): string {
  const numbers = ['photos', 'faces', ...columns.map(({ name }) => name), 'distance'];
  const head = ['<th>person</th>', ...numbers.map((name) => `<th class="number">${name}</th>`)];
  const rows = people.map(({ person, photos, faces, spread, distances, flaws }) => {
    const cells = [
      String(photos),
      String(faces),
      ...columns.map(({ name, digits }) => range(spread[name], digits)),
      range(distances, 2),
    ];
    const marked = cells.map((cell) => `<td class="number">${cell}</td>`).join('');
    const words = escapeHtml(flaws.join('; '));
    return `<tr><td>${escapeHtml(person)}</td>${marked}<td class="flaws">${words}</td></tr>`;
  });
  return `<div class="wide"><table><thead><tr>${head.join('')}<th></th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

/** From the lowest tenth to the highest. */
function range(spread: Spread | undefined, digits: number): string {
  if (!spread) return '';
  const [low, high] = [spread.low.toFixed(digits), spread.high.toFixed(digits)];
  return low === high ? low : `${low} – ${high}`;
}

const problemTitles: Readonly<Record<ProblemKind, string>> = {
  'empty-person': 'People without a photo',
  'single-photo': 'People with one photo',
  'same-name': 'People of one name',
  nobodys: 'Photos that are nobody’s',
  unreadable: 'Photos that can’t be read',
  'no-face': 'Photos without a face',
  'several-faces': 'Photos with several faces',
};

function problems(all: readonly Problem[]): string {
  const parts = (Object.entries(problemTitles) as [ProblemKind, string][]).flatMap(
    ([kind, title]) => {
      const own = all.filter((problem) => problem.kind === kind);
      if (own.length === 0) return [];
      const items = own.map(({ message }) => `<li>${escapeHtml(message)}</li>`).join('');
      return [`<details><summary>${title}: ${own.length}</summary><ul>${items}</ul></details>`];
    },
  );
  return parts.length > 0 ? `<h2>Problems</h2>${parts.join('')}` : '';
}
