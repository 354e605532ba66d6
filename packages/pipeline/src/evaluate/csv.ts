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
 * The rows of a CSV file (RFC 4180): a cell with commas, quotation marks or line ends stands in quotation marks,
 * and one within it is doubled. Spaces around cells don't count, nor do empty lines.
 *
 * @param rule what a row is, for whoever wrote another
 * @throws FaceGpuError `file-unreadable`, `bad-argument`
 */
export async function readRows(file: string, rule: string): Promise<CsvRow[]> {
  const text = await readText(file);
  try {
    const rows = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new FaceGpuError(
      'bad-argument',
      `${file}: line ${Number(cause.lines ?? 1)}: ${cause.message}`,
      `Write ${rule}; a cell with commas or quotation marks stands in quotation marks, and those within it are doubled.`,
      { cause },
    );
  }
}
