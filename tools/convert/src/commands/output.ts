/** stdout carries the result alone; whatever else there is to say goes to stderr. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 1)}\n`);
}

export function printText(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Rows of a table for people: a label, and what there is to say. */
export function printRows(title: string, rows: readonly (readonly [string, string])[]): void {
  const width = Math.max(...rows.map(([label]) => label.length)) + 2;
  const lines = rows.map(([label, value]) => `  ${label.padEnd(width)}${value}`);
  printText([title, ...lines].join('\n'));
}

export function grouped(value: number): string {
  return value.toLocaleString('en-GB');
}
