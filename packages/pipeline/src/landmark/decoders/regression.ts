import { schema } from '@facegpu/nn';
import { defineDecoder } from '../../models/decode.ts';
import type { LandmarkDecoder } from './decoder.ts';

interface RegressionSettings {
  /** The output that holds x and y of each point, in turn, as shares of the crop. */
  readonly output: string;
}

/** Networks that end in the coordinates themselves. */
export const regression = defineDecoder<RegressionSettings, LandmarkDecoder>(
  { output: schema.name },
  ({ output: coordinates }) => ({
    decode({ output, landmarks }) {
      const tensor = output(coordinates);
      return { points: tensor.view([tensor.shape[0], landmarks, 2]), dispatches: [] };
    },
  }),
);
