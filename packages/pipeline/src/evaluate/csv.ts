import { FaceGpuError } from '@facegpu/kernels';
import { CsvError, parse } from 'csv-parse/sync';
import { readText } from './read-file.ts';

/** A row of a CSV file. */
export interface CsvRow {
  readonly cells: readonly string[];
  /** The line of the file where it ends, from 1. */
  readonly line: number;
}

/**
 * The rows of a CSV file. Spaces around cells don't count; see {@link parseRows}.
 *
 * @param rule what a row is, for whoever wrote another
 * @throws FaceGpuError `file-unreadable`, `bad-argument`
 */
export async function readRows(file: string, rule: string): Promise<CsvRow[]> {
  const fix = `Write ${rule}; a cell with commas or quotation marks stands in quotation marks, and those within it are doubled.`;
  return parseRows(await readText(file), { file, fix, trim: true });
}

/**
 * The rows of a CSV text (RFC 4180): a cell with commas, quotation marks or line ends stands in quotation marks,
 * and one within it is doubled. Empty lines don't count.
 *
 * @param options `file` is where it stands, for errors; with `trim`, spaces around cells don't count either
 * @throws FaceGpuError `bad-argument`
 */
export function parseRows(
  text: string,
  { file, fix, trim = false }: { readonly file: string; readonly fix: string; trim?: boolean },
): CsvRow[] {
  try {
    const rows = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const message = `${file}: line ${Number(cause.lines ?? 1)}: ${cause.message}`;
    throw new FaceGpuError('bad-argument', message, fix, { cause });
  }
}
