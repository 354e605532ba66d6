import type { Result } from './result.ts';

export function toJson(results: readonly Result[]): string {
  return `${JSON.stringify(results, undefined, 2)}\n`;
}
