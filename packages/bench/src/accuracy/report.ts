import { markdownTable } from '../report/markdown-table.ts';
import type { AccuracyRow } from './measure.ts';

/** Rows of one set under one condition: one for each recogniser. */
type Group = readonly [AccuracyRow, ...AccuracyRow[]];

/** The rows as Markdown: what everyone gets right, and then what goes wrong. */
export function accuracyTables(rows: readonly AccuracyRow[]): string {
  const names = [...new Set(rows.map(({ recognizer }) => recognizer))];
  const groups = groupsOf(rows);
  const cells = (of: (row: AccuracyRow) => string) =>
    groups.map((group) => [
      group[0].set,
      group[0].condition,
      ...names.map((name) => of(rowOf(group, name))),
    ]);
  const tables: readonly (readonly [string, (row: AccuracyRow) => string])[] = [
    ['Pairs decided rightly at the default threshold', accuracyCell],
    [
      'Fewer pairs than where the second photo is as it is',
      ({ lost, pairs }) => `${lost} of ${pairs}`,
    ],
    [
      'False matches / false non-matches',
      ({ falseMatches, falseNonMatches }) => `${falseMatches} / ${falseNonMatches}`,
    ],
    ['Area under the ROC curve', ({ auc }) => auc.toFixed(3)],
    ['Photos in which no face is found', ({ missed, photos }) => `${missed} of ${photos}`],
  ];
  return tables
    .map(
      ([title, of]) =>
        `## ${title}\n\n${markdownTable(['pairs', 'the second photo', ...names], cells(of))}`,
    )
    .join('\n\n');
}

function groupsOf(rows: readonly AccuracyRow[]): Group[] {
  const groups = new Map<string, [AccuracyRow, ...AccuracyRow[]]>();
  for (const row of rows) {
    const key = JSON.stringify([row.set, row.condition]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

function rowOf(group: Group, name: string): AccuracyRow {
  const row = group.find(({ recognizer }) => recognizer === name);
  if (!row) throw new Error(`${name} is not there`);
  return row;
}

function accuracyCell({ accuracy, interval: { low, high } }: AccuracyRow): string {
  return `${accuracy.toFixed(3)} (${low.toFixed(3)} – ${high.toFixed(3)})`;
}
