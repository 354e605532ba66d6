import type { PartialFace } from '@facegpu/pipeline';

/** Where the network is less sure of a gender than this, none is said. */
const surely = 0.75;

/** What a face looks like to the networks: "about 34, female, happy"; nothing where nobody asked. */
export function traitsOf({ age, gender, genderProbability = 0, expressions }: PartialFace): string {
  if (age === undefined || !expressions) return '';
  const [[expression]] = Object.entries(expressions).sort(([, a], [, b]) => b - a);
  const sure = genderProbability >= surely ? gender : undefined;
  return [`about ${Math.round(age)}`, sure, expression].filter(Boolean).join(', ');
}
