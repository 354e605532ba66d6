/** How results are printed: an array, a line each, or a table. */
export type Format = 'json' | 'jsonl' | 'table';

/** What the options `--json` and `--jsonl` ask for. */
export interface FormatOptions {
  readonly json?: boolean;
  readonly jsonl?: boolean;
}

export function formatOf({ json, jsonl }: FormatOptions): Format {
  if (jsonl) return 'jsonl';
  return json ? 'json' : 'table';
}
