import type { Box } from '../api/face.ts';

/** What two boxes share, as a part of what they cover together: intersection over union. */
export function overlap(a: Box, b: Box): number {
  const both = shared(a, b);
  return both / (a.width * a.height + b.width * b.height - both);
}

/** What two boxes share, as a part of the smaller one. */
export function sharedPart(a: Box, b: Box): number {
  return shared(a, b) / Math.min(a.width * a.height, b.width * b.height);
}

function shared(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}
