import type { Work } from '../work.ts';
import { coldOnnxWorks, coldWorks } from './cold.ts';
import { startInChild } from './cold-in-child.ts';
import { kernelWorks } from './kernels.ts';
import { launchWorks } from './launches.ts';
import { limitWorks } from './limits.ts';
import { matchWorks } from './match.ts';
import { networkWorks } from './networks.ts';
import { onnxWorks } from './onnx.ts';
import { onnxModels } from './onnx-models.ts';
import { photoWorks } from './photo.ts';
import { pipelineSizes } from './pipeline-sizes.ts';
import { searchWorks } from './search.ts';
import { selfJoinWorks } from './self-join.ts';
import { throughputWorks } from './throughput.ts';

/** Everything that is timed in Node, in the order of the report. */
export async function allWorks(quick: boolean): Promise<Work[]> {
  const models = await onnxModels();
  return [
    ...limitWorks(),
    ...launchWorks(),
    ...(await kernelWorks(quick)),
    ...networkWorks(quick),
    ...onnxWorks(models),
    ...photoWorks(quick, { sizes: pipelineSizes }),
    ...throughputWorks(quick),
    ...matchWorks(quick),
    ...searchWorks(quick),
    ...selfJoinWorks(quick),
    ...coldWorks(quick, startInChild),
    ...coldOnnxWorks(quick, models, startInChild),
  ];
}
