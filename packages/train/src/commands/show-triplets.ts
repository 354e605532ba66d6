import { writeFile } from 'node:fs/promises';
import { writing } from '@facegpu/pipeline/command-line';
import { pickChips } from '../dataset/chip-set.ts';
import { type ChipSpec, chipSide } from '../dataset/chip-spec.ts';
import type { Confusion } from '../mining/mine-set.ts';
import { hardestTriplets, renderTriplets } from '../mining/triplets-page.ts';
import type { TrainingData } from './held-out.ts';

/** So many triplets are shown. */
const mostShown = 60;

/**
 * Writes a page of the hardest triplets each time that a set is mined.
 *
 * @returns what `onMined` of a training calls
 */
export function showTriplets(file: string, { train, photos }: TrainingData, spec: ChipSpec) {
  const side = chipSide(spec);
  return async (mined: readonly Confusion[], step: number): Promise<void> => {
    const page = await renderTriplets({
      title: 'Triplets',
      when: step === 0 ? 'before the first step' : `by the weights after step ${step}`,
      triplets: hardestTriplets(mined, mostShown),
      chip: (number) => {
        const data = new Uint8ClampedArray(pickChips(train.bytes, spec, [number]).buffer);
        const { person, file } = photos[number];
        return { person, file, image: { width: side, height: side, data } };
      },
    });
    await writing(file, () => writeFile(file, page));
  };
}
