import type { Device } from '@facegpu/kernels';
import { type Constant, compile, mainSize, toConstant } from '@facegpu/nn';
import { plain } from '../augment/augmentation.ts';
import { Augmenter } from '../augment/augmenter.ts';
import type { ChipSpec } from '../dataset/chip-spec.ts';
import { trainingOperators } from '../operators/all.ts';
import { pixels, withPixelInput } from './pixel-input.ts';
import type { RecognizerModel } from './recognizer-model.ts';
import { uploadChips } from './upload-chips.ts';

/** So many chips tell what features are like. */
const sample = 64;

/**
 * Sets the mean and the deviation of each feature that a network standardises (`standardizedRows`) to those of
 * some chips (Krähenbühl 2016, data-dependent initialisation). A network without any stays as it is.
 *
 * @param chips RGBA, see `RecognizerTraining`
 * @throws FaceGpuError as `compile` does
 */
export async function standardizeFeatures(
  device: Device,
  model: RecognizerModel,
  { chips, spec }: { readonly chips: Uint8Array<ArrayBuffer>; readonly spec: ChipSpec },
): Promise<RecognizerModel> {
  const { network, input } = model;
  const node = network.graph.nodes.find(({ inputs }) => inputs[1]?.endsWith(' mean'));
  if (!node) return model;
  const [features, mean] = node.inputs;
  const count = Math.min(sample, countOf(chips, spec));
  const held = await uploadChips(device, { chips, spec });
  const [size] = mainSize(input);
  const augmenter = await Augmenter.create(device, { chips: held.tensor, batch: count, size });
  try {
    const { graph, constants } = withPixelInput(network, input);
    const plan = await compile({ graph: { ...graph, outputs: [features] }, constants }, device, {
      operators: trainingOperators,
      dimensions: { batch: count },
      given: new Map([[pixels, augmenter.output]]),
    });
    // Chips from everywhere: neighbours show one person.
    const step = Math.floor(countOf(chips, spec) / count);
    augmenter.set(Array.from({ length: count }, (_, i) => plain(i * step, spec)));
    augmenter.recording.run();
    const rows = (await plan.run({}))[features];
    plan.dispose();
    const changed = new Map<string, Constant>(network.constants);
    const { means, deviations } = momentsOf(rows, count);
    changed.set(mean, toConstant([means.length], means));
    changed.set(mean.replace(/mean$/, 'deviation'), toConstant([means.length], deviations));
    return { ...model, network: { graph: network.graph, constants: changed } };
  } finally {
    augmenter.dispose();
    held.dispose();
  }
}

function countOf(chips: Uint8Array, { size, margin }: ChipSpec): number {
  return chips.length / (4 * (size + 2 * margin) ** 2);
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
