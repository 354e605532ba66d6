import {
  type Dispatch,
  elementCount,
  FaceGpuError,
  formatShape,
  type PriorBoxesArgs,
  priorBoxes,
  priorPoints,
  type Tensor,
} from '@facegpu/kernels';
import { dense } from '../../gpu/dense.ts';
import type { OutputName } from '../../models/output-name.ts';
import type { Candidates, DetectorOutputs } from './decoder.ts';
import { priorTensor } from './priors.ts';

/** A part of what a detector proposes: the outputs about some priors. */
export interface Level {
  /** Left, top, right and bottom of each, as shares of the network's input. */
  readonly priors: Float32Array<ArrayBuffer>;
  /** Four numbers for each prior. */
  readonly boxes: OutputName;
  /** One number for each prior and class. */
  readonly scores: OutputName;
  /** What the scores are multiplied by: one number for each prior. */
  readonly objectness?: OutputName | undefined;
  /** x and y of each keypoint, for each prior. */
  readonly keypoints?: OutputName | undefined;
}

/** What the outputs of all levels mean. */
export type LevelCoding = Pick<PriorBoxesArgs, 'coding' | 'scoring' | 'scales' | 'scoreIndex'>;

/** Decodes all levels of a detector, one behind the other. */
export function decodeLevels(
  outputs: DetectorOutputs,
  levels: readonly Level[],
  coding: LevelCoding,
): Candidates {
  const counts = levels.map(({ priors }) => priors.length / 4);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const boxes = dense('boxes', 'f32', total, 4);
  const scores = dense('scores', 'f32', total);
  let keypoints: Tensor | undefined;
  const dispatches: Dispatch[] = [];
  let first = 0;
  for (const [i, level] of levels.entries()) {
    const count = counts[i];
    const rows = (name: OutputName) => rowsOf(outputs, name, count);
    const priors = priorTensor(level.priors);
    const factors = level.objectness === undefined ? undefined : rows(level.objectness);
    dispatches.push(
      ...priorBoxes({
        ...coding,
        encodings: rows(level.boxes),
        logits: rows(level.scores),
        factors: factors?.view([count]),
        priors,
        first,
        boxes,
        scores,
      }),
    );
    if (level.keypoints !== undefined) {
      const encodings = rows(level.keypoints);
      keypoints ??= dense('keypoints', 'f32', total, encodings.shape[1] / 2, 2);
      const { scales } = coding;
      dispatches.push(...priorPoints({ encodings, priors, scales, first, points: keypoints }));
    }
    first += count;
  }
  return { boxes, scores, keypoints, dispatches };
}

/** An output as a row for each prior, whatever axes the network gives it. */
function rowsOf({ model, output }: DetectorOutputs, name: OutputName, count: number): Tensor {
  const tensor = output(name);
  const columns = elementCount(tensor.shape) / count;
  if (Number.isInteger(columns) && columns > 0) return tensor.view([count, columns]);
  throw new FaceGpuError(
    'bad-model',
    `${model.source}: the output ${JSON.stringify(name)} is ${formatShape(tensor.shape)}, for ${count} priors`,
    'Correct the strides and the outputs in its description: each prior has its own row.',
  );
}
