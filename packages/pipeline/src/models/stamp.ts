import { type Model, mainSize } from '@facegpu/nn';
import type { PipelineOptions } from '../api/options.ts';
import { descriptionOf } from './description.ts';

/**
 * Names how descriptors are made: network, hash of its weights, and how the chip is cut. Precision has no
 * part in it: descriptors in f16 are a hundredth of what two photos of one
 * person differ by from those in f32, so that a gallery from one adapter serves another one too.
 */
export function stampOf(
  model: Model,
  {
    compat,
    mirror,
    alignment = 'similarity',
  }: Pick<PipelineOptions, 'alignment' | 'compat' | 'mirror'>,
): string {
  const { metadata, hash } = model;
  const { input } = descriptionOf(model, 'recognizer');
  const aligned = alignment === 'similarity' ? '' : `+${alignment}`;
  const recipe = compat
    ? 'box-compat'
    : `chip${mainSize(input)[1]}${aligned}${mirror ? '+mirror' : ''}`;
  return `${metadata.name}@${hash.slice(0, 12)}/${recipe}`;
}
