import Table from 'cli-table3';
import { usualIdentify } from '../../api/check-options.ts';
import { compareAll } from '../../evaluate/compare-all.ts';
import { type GalleryOutcome, nameInGalleries } from '../../evaluate/false-names.ts';
import { type Estimate, measurePeople, type PeopleMetrics } from '../../evaluate/people-metrics.ts';
import type { DescribedPhotos } from '../describe-photos.ts';
import { type Portrait, templatesOf } from '../people-folder.ts';

/** What `--json` prints. */
export interface PeopleReport extends PeopleMetrics {
  readonly model: string;
  readonly metric: string;
  readonly people: number;
  readonly photos: number;
  /** Photos in which no face was found: no pair of theirs is ever accepted. */
  readonly missed: readonly string[];
  /** Photos that can't be used, and are left out. */
  readonly unreadable: readonly string[];
  readonly intervals: string;
  /** Names in galleries that hold one photo of each of their people, as `Gallery` gives them. */
  readonly galleries: readonly GalleryOutcome[];
}

const intervals =
  '95 %; people are drawn with all their pairs (subsets bootstrap, 1,000 draws), thresholds stay as they are';

/** How well the distances between all photos of a folder tell its people apart. */
export function measureFolder(
  { recognizer, descriptors, unreadable }: DescribedPhotos,
  portraits: readonly Portrait[],
): PeopleReport {
  const { model, metric, thresholds: own } = recognizer;
  const used = portraits.filter(({ file }) => descriptors.has(file));
  const { names, templates } = templatesOf({ descriptors }, portraits);
  const thresholds = own.map(({ distance }) => distance);
  return {
    model,
    metric,
    people: names.length,
    photos: used.length,
    missed: used.flatMap(({ file }) => (descriptors.get(file) ? [] : [file])),
    unreadable,
    intervals,
    ...measurePeople(compareAll(templates, metric, thresholds), thresholds),
    galleries: nameInGalleries(templates, metric, own, usualIdentify.falseNames),
  };
}

export function peopleToText(report: PeopleReport): string {
  const { model, metric, people, photos, missed, unreadable, matedPairs, nonMatedPairs } = report;
  const { atThresholds, atRates, eer, identification, thresholds } = report;
  const { probes, rank1, rank5 } = identification;
  const lines: [string, string][] = [
    ['descriptors', `${model}, ${metric} distance`],
    ['people', `${people}, ${photos} photos`],
    ['photos without a face', [missed.length, ...missed].join(' ')],
    ['unreadable', [unreadable.length, ...unreadable].join(' ')],
    ['pairs', `${matedPairs} of one person, ${nonMatedPairs} of two`],
    ['equal error rate', `${percent(eer.rate)} at ${eer.threshold.toFixed(3)}`],
    ['rank 1, rank 5', `${percent(rank1)}, ${percent(rank5)} of ${probes} photos`],
    ['intervals', report.intervals],
  ];
  const tables = [
    table(
      ['threshold of the model', 'false-match rate', 'false-non-match rate'],
      atThresholds.map(({ threshold, fmr, fnmr }) => {
        return [threshold.toFixed(4), rated(fmr), shared(fnmr)];
      }),
    ),
    table(
      ['false accept rate', 'true accept rate', 'threshold', 'pairs of two below it'],
      atRates.map(({ far, tar, threshold, pairs }) => {
        return [far.toExponential(0), shared(tar), threshold.toFixed(4), String(pairs)];
      }),
    ),
    table(
      ['false-match rate', 'distance here', 'pairs'],
      thresholds.map(({ falseMatchRate, distance, pairs, extrapolated }) => {
        const counted = extrapolated ? `${pairs}, extrapolated` : String(pairs);
        return [falseMatchRate.toExponential(0), distance.toFixed(4), counted];
      }),
    ),
  ];
  if (report.galleries.length > 0) {
    const rows = report.galleries.map(({ people, strangersNamed, named, misnamed }) => {
      return [String(people), percent(strangersNamed), percent(named), percent(misnamed)];
    });
    const head = [
      'people of a gallery',
      'strangers named',
      'its own named rightly',
      'by another name',
    ];
    tables.push(table(head, rows));
  }
  return [lines.map(([name, value]) => name.padEnd(24) + value).join('\n'), ...tables].join('\n');
}

function table(head: string[], rows: string[][]): string {
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  table.push(...rows);
  return table.toString();
}

function percent(value: number): string {
  return `${(value * 100).toFixed(2)} %`;
}

/** A share with its interval. */
function shared({ value, low, high }: Estimate): string {
  return `${percent(value)} (${percent(low)} – ${percent(high)})`;
}

/** A rate with its interval. */
function rated({ value, low, high }: Estimate): string {
  const rate = (value: number) => value.toExponential(1);
  return `${rate(value)} (${rate(low)} – ${rate(high)})`;
}
