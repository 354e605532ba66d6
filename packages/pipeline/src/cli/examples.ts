/** Commands to begin with, for a help text: each with what it does. */
export function examples(lines: readonly (readonly [command: string, what: string])[]): string {
  const shown = lines.map(([command, what]) => `  facegpu ${command}\n      ${what}`);
  return ['', 'Examples:', ...shown].join('\n');
}
