import type { Work } from '../work.ts';
import { kernelWorks } from '../works/kernels.ts';
import { launchWorks } from '../works/launches.ts';
import { limitWorks } from '../works/limits.ts';
import { matchWorks } from '../works/match.ts';
import { networkWorks } from '../works/networks.ts';
import { onnxWorks } from '../works/onnx.ts';
import { onnxModels } from '../works/onnx-models.ts';
import { photoWorks } from '../works/photo.ts';
import { throughputWorks } from '../works/throughput.ts';

/**
 * What is timed in a page that stays open. Cold starts have pages of their own.
 *
 * @param software the adapter is SwiftShader, which takes half a minute for a photo
 */
export async function pageWorks(quick: boolean, software: boolean): Promise<Work[]> {
  return [
    ...limitWorks(),
    ...launchWorks(),
    ...(await kernelWorks(quick)),
    ...networkWorks(quick),
    ...onnxWorks(await onnxModels()),
    ...photoWorks(quick, { slow: software }),
    // A hundred photos would take the better part of an hour there.
    ...(software ? [] : throughputWorks(quick)),
    ...matchWorks(quick),
  ];
}
