import { type Device, owning } from '@facegpu/kernels';
import { type Constant, compile, toConstant } from '@facegpu/nn';
import { plain } from '../augment/augmentation.ts';
import { Augmenter } from '../augment/augmenter.ts';
import { type ChipSpec, chipSide } from '../dataset/chip-spec.ts';
import { trainingOperators } from '../operators/all.ts';
import { pixels, withPixelInput } from './pixel-input.ts';
import type { RecognizerModel } from './recognizer-model.ts';

/** So many chips tell what features are like. */
const sample = 64;

/**
 * Sets the mean and the deviation of each feature that a new network standardises (`standardizedRows`) to those
 * of some chips (Krähenbühl 2016, data-dependent initialisation). One that was trained before, or that
 * standardises nothing, stays as it is.
 *
 * @param chips RGBA, see `RecognizerTraining`
 * @throws FaceGpuError as `compile` does
 */
export async function standardizeFeatures(
  device: Device,
  model: RecognizerModel,
  { chips, spec }: { readonly chips: Uint8Array<ArrayBuffer>; readonly spec: ChipSpec },
): Promise<RecognizerModel> {
  const { network, input, isNew } = model;
  const node = network.graph.nodes.find(({ inputs }) => inputs[1]?.endsWith(' mean'));
  if (!isNew || !node) return model;
  const [features, mean] = node.inputs;
  const all = chips.length / (4 * chipSide(spec) ** 2);
  const count = Math.min(sample, all);
  // Chips from everywhere: neighbours show one person.
  const step = Math.floor(all / count);
  const chosen = Array.from({ length: count }, (_, i) => i * step);
  const { graph, constants } = withPixelInput(network, input);
  const rows = await owning(async (owner) => {
    const augmenter = owner.keep(await Augmenter.create(device, { chips, spec, batch: count }));
    const plan = owner.keep(
      await compile({ graph: { ...graph, outputs: [features] }, constants }, device, {
        operators: trainingOperators,
        dimensions: { batch: count },
        given: new Map([[pixels, augmenter.output]]),
      }),
    );
    augmenter.set(chosen.map((chip) => plain(chip, spec)));
    augmenter.recording.run();
    const results = await plan.run({});
    owner.dispose();
    return results[features];
  });
  const { means, deviations } = momentsOf(rows, count);
  const changed = new Map<string, Constant>(network.constants);
  changed.set(mean, toConstant([means.length], means));
  changed.set(mean.replace(/mean$/, 'deviation'), toConstant([means.length], deviations));
  return { ...model, network: { graph: network.graph, constants: changed } };
}

/** Of each column; a deviation is never so small that noise would be all there is. */
function momentsOf(rows: Float32Array, count: number) {
  const channels = rows.length / count;
  const columns = Array.from({ length: channels }, (_, c) => {
    return Array.from({ length: count }, (_, row) => rows[row * channels + c]);
  });
  const means = columns.map((column) => column.reduce((sum, x) => sum + x, 0) / count);
  const deviations = columns.map((column, c) => {
    const squares = column.reduce((sum, x) => sum + (x - means[c]) ** 2, 0);
    return Math.max(1e-3, Math.sqrt(squares / count));
  });
  return { means, deviations };
}
