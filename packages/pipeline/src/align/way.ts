import { FaceGpuError } from '@facegpu/kernels';
import type { Alignments } from './alignments.ts';

/**
 * How faces are aligned for recognition: turned, scaled and moved in the picture alone (`similarity`); seen from the front,
 * by a model of a face in three dimensions (`frontal`); or both, of which descriptors are the mean.
 */
export type AlignmentWay = 'similarity' | 'frontal' | 'both';

export const alignmentWays: readonly AlignmentWay[] = ['similarity', 'frontal', 'both'];

/**
 * The frontal way of a table.
 *
 * @throws FaceGpuError `bad-argument` where it isn't there
 */
export function requireFrontal({ frontal }: Partial<Alignments>): Alignments['frontal'] {
  if (frontal) return frontal;
  throw new FaceGpuError(
    'bad-argument',
    'the frontal alignment isn’t loaded',
    'Import alignments of @facegpu/pipeline/alignments, and give it beside alignment, or to servePipelines in a worker.',
  );
}
