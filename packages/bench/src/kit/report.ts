import { toMarkdown } from '../report/markdown.ts';
import { markdownTable } from '../report/markdown-table.ts';
import type { Result } from '../report/result.ts';
import type { JournalLine } from './lines.ts';

type Of<Kind extends JournalLine['kind']> = Extract<JournalLine, { kind: Kind }>;

/** What a run has brought so far, as a Markdown file. */
export function reportOf(lines: readonly JournalLine[], date: Date): string {
  const [machine] = ofKind(lines, 'machine');
  const name = machine?.adapter.name ?? 'a machine whose adapter is unknown';
  return toMarkdown({
    title: `FaceGPU on ${name}, ${date.toISOString().slice(0, 10)}`,
    about: { ...machine?.about, features: machine?.adapter.features.join(', ') ?? 'unknown' },
    foreword: [...limits(machine), ...progress(lines), ...tests(ofKind(lines, 'tests'))],
    results: resultsOf(lines),
    plots: false,
  });
}

/** All that was measured, in the order of the run. */
export function resultsOf(lines: readonly JournalLine[]): Result[] {
  return ofKind(lines, 'result').map(({ result }) => result);
}

function ofKind<Kind extends JournalLine['kind']>(
  lines: readonly JournalLine[],
  kind: Kind,
): Of<Kind>[] {
  return lines.filter((line): line is Of<Kind> => line.kind === kind);
}

function limits(machine: Of<'machine'> | undefined): string[] {
  if (!machine) return [];
  const rows = Object.entries(machine.limits).map(([name, value]) => [name, String(value)]);
  return ['## Limits of the adapter', markdownTable(['limit', 'value'], rows)];
}

/** How long the sections took, and what came to nothing. */
function progress(lines: readonly JournalLine[]): string[] {
  const ended = ofKind(lines, 'ended').map(({ section, seconds }) => [section, seconds.toFixed(1)]);
  const failed = ofKind(lines, 'failed').map(({ section, what, why }) => {
    return `- ${section}, ${what}: ${why.split('\n')[0]}`;
  });
  const leftOut = new Map<string, string[]>();
  for (const { section, what } of ofKind(lines, 'left out')) {
    leftOut.set(section, [...(leftOut.get(section) ?? []), what]);
  }
  const missing = [...leftOut].map(([section, all]) => `- ${section}: ${firstOf(all)}`);
  return [
    '## The run',
    markdownTable(['section', 'seconds'], ended),
    ...(failed.length > 0 ? ['What failed:', failed.join('\n')] : []),
    ...(missing.length > 0 ? ['What there was no time for:', missing.join('\n')] : []),
  ];
}

/** A few of many; the journal has all of them. */
function firstOf(all: readonly string[]): string {
  const rest = all.length - 3;
  return all.slice(0, 3).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}

/** Failures that are told in full; the journal has all of them. */
const shown = 40;

/** Suites with their counts, those of several processes together; then what failed. */
function tests(lines: readonly Of<'tests'>[]): string[] {
  if (lines.length === 0) return [];
  const suites = new Map<string, { passed: number; failed: number; skips: Map<string, number> }>();
  for (const { suite, passed, failed, skipped } of lines) {
    const sum = suites.get(suite) ?? { passed: 0, failed: 0, skips: new Map() };
    sum.passed += passed;
    sum.failed += Object.keys(failed).length;
    for (const [note, count] of Object.entries(skipped)) {
      sum.skips.set(note, (sum.skips.get(note) ?? 0) + count);
    }
    suites.set(suite, sum);
  }
  const rows = [...suites].map(([suite, { passed, failed, skips }]) => {
    const notes = [...skips].map(([note, count]) => `${count}: ${note}`);
    return [suite, String(passed), String(failed), notes.join('; ')];
  });
  const failures = lines.flatMap(({ failed }) => Object.entries(failed));
  const passed = lines.reduce((sum, line) => sum + line.passed, 0);
  return [
    '## Tests',
    `${passed} passed, ${failures.length} failed.`,
    markdownTable(['suite', 'passed', 'failed', 'skipped'], rows),
    ...failures.slice(0, shown).map(([name, why]) => `- ${name}: ${why.split('\n')[0]}`),
  ];
}
