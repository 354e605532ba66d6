import type { Model } from '@facegpu/nn';
import type { PipelineOptions } from '../api/options.ts';

/**
 * Names how descriptors are made: network, hash of its weights, and how the chip is cut. Precision has no
 * part in it: descriptors in f16 are 1.7e-3 from those in f32, a hundredth of what two photos of one
 * person differ by, so that a gallery from one adapter serves another one too.
 */
export function stampOf(
  { metadata, hash }: Model,
  { compat, mirror }: Pick<PipelineOptions, 'compat' | 'mirror'>,
): string {
  const recipe = compat ? 'box-compat' : `chip${metadata.input.size}${mirror ? '+mirror' : ''}`;
  return `${metadata.name}@${hash.slice(0, 12)}/${recipe}`;
}
