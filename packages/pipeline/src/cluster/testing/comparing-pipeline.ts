import type { Device } from '@facegpu/kernels';
import type { RecognizerInfo } from '../../api/options.ts';
import { FlatIndex } from '../../match/flat-index.ts';
import type { IndexOptions } from '../../match/vector-index.ts';
import type { FacePipeline } from '../../pipeline.ts';

/** A recogniser that nobody has: its descriptors are drawn. */
export const madeUpModel: RecognizerInfo = {
  name: 'made-up',
  model: 'made up',
  dimensions: 24,
  metric: 'cosine',
  threshold: 0.5,
  thresholds: [
    { falseMatchRate: 1e-2, distance: 0.7, pairs: 100 },
    { falseMatchRate: 1e-4, distance: 0.5, pairs: 100 },
  ],
};

/** As much of a pipeline as compares descriptors. */
export function comparingPipeline(device: Device): FacePipeline {
  const host = { run: <T>(work: (device: Device) => Promise<T>) => work(device) };
  const keepIndex = (options: IndexOptions) => new FlatIndex(host, options, () => {});
  return { info: { recognizers: [madeUpModel] }, keepIndex } as unknown as FacePipeline;
}
