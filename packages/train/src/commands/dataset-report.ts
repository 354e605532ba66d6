import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  note,
  printJson,
  printText,
  requireWritable,
  writing,
} from '@facegpu/pipeline/command-line';
import {
  type DatasetReport,
  type MeasureName,
  measureDataset,
  measures,
} from '../dataset/report/measure-dataset.ts';
import { renderReport } from '../dataset/report/render-report.ts';
import type { Spread } from '../dataset/report/spread.ts';
import { type DatasetOptions, openDataset } from './open-dataset.ts';

export interface ReportOptions extends DatasetOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** `facegpu dataset report`: what the photos of a data set are like, and how much those of a person differ. */
export async function reportDataset(source: string, options: ReportOptions): Promise<void> {
  const { out, json } = options;
  if (out !== undefined) await requireWritable(out);
  const needed = { ages: true, chips: out !== undefined };
  const { dataset, pipeline } = await openDataset(source, options, needed);
  await using _ = pipeline;
  const report = measureDataset(dataset, dataset.recognizer);
  if (json) printJson(report);
  else printText(toText(report));
  if (out === undefined) return;
  const name = path.basename(path.resolve(source));
  const page = await renderReport(`The data set ${name}`, report, dataset);
  await writing(out, () => writeFile(out, page));
  note(`the page is ${out}`);
}

/** How many people, and problems of each kind, the terminal shows. */
const mostShown = 12;

function toText(report: DatasetReport): string {
  const { people, photos, faces, perPerson, problems, spread, distances, threshold } = report;
  const flawed = perPerson.filter(({ flaws }) => flaws.length > 0);
  const lines = [
    `${people} people, ${photos} photos, ${faces} with a face`,
    ...(Object.entries(spread) as [MeasureName, Spread][]).map(([name, own]) => {
      return `${measures[name].title}: ${words(own)}`;
    }),
  ];
  if (distances) {
    lines.push(`median distance within a person: ${words(distances)}; threshold ${threshold}`);
  }
  if (flawed.length > 0)
    lines.push(`${flawed.length} people with too little, or too much, variation`);
  for (const { person, flaws } of flawed.slice(0, mostShown)) {
    lines.push(`  ${person}: ${flaws.join('; ')}`);
  }
  if (flawed.length > mostShown) lines.push('  …');
  for (const { message } of problems.slice(0, mostShown)) lines.push(message);
  const more = problems.length - mostShown;
  if (more > 0) lines.push(`${more} more problems: --json prints them all, --out FILE shows them`);
  return lines.join('\n');
}

function words({ low, median, high }: Spread): string {
  const [from, middle, to] = [low, median, high].map((value) => Number(value.toPrecision(3)));
  return `median ${middle}, mostly ${from} to ${to}`;
}
