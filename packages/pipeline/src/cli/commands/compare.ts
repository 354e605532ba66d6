import { FacePipeline } from '../../pipeline.ts';
import { largestFace, noFace } from '../faces.ts';
import { printJson, printText } from '../report.ts';

export interface CompareOptions {
  readonly json?: boolean;
  readonly minScore: number;
}

/** `facegpu compare`: the distance of the largest faces of two photos. */
export async function compare(a: string, b: string, options: CompareOptions): Promise<void> {
  const { json, minScore } = options;
  await using pipeline = await FacePipeline.create();
  const [first, second] = await Promise.all(
    [a, b].map(async (file) => {
      const face = largestFace(await pipeline.detect(file, { minScore }));
      if (!face) throw noFace(file);
      return face;
    }),
  );
  const comparison = pipeline.compare(first, second);
  if (json) {
    printJson(comparison);
    return;
  }
  const { distance, threshold, same } = comparison;
  const verdict = same ? 'the same person' : 'different people';
  printText(`${verdict}: distance ${distance.toFixed(3)}, threshold ${threshold}`);
}
