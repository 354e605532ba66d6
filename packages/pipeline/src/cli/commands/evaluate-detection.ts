import { type DetectedPhoto, detectionMetrics } from '../../evaluate/detection-metrics.ts';
import { leastHeight, readMarkedBoxes } from '../../evaluate/marked-boxes.ts';
import { upperMedian } from '../../evaluate/median.ts';
import { FacePipeline } from '../../pipeline.ts';
import { sortOut, tryEachFile } from '../files.ts';
import { printJson, printText } from '../report.ts';

export interface DetectionOptions {
  readonly json?: boolean;
  readonly detector?: string;
  readonly minScore: number;
  readonly tiles?: boolean;
}

/** Scores from which boxes take part in the average precision. */
const leastScore = 0.01;

/**
 * `facegpu evaluate --detection`: how well a detector finds the faces of a list, see `readMarkedBoxes`.
 */
export async function evaluateDetection(
  list: string,
  { json, detector: model, minScore, tiles = false }: DetectionOptions,
): Promise<void> {
  const marked = await readMarkedBoxes(list);
  await using pipeline = await FacePipeline.create(model === undefined ? {} : { detector: model });
  const times: number[] = [];
  const outcomes = await tryEachFile([...marked.keys()], 'detecting', async (photo) => {
    const wanted = { landmarks: false, minScore: leastScore, tiles, timings: true };
    const { faces, timings } = await pipeline.detectIn(photo, wanted);
    // What the GPU needed for this photo: the next one is on its way, too.
    const { detect } = timings?.stages ?? {};
    if (detect !== undefined) times.push(detect);
    return faces;
  });
  const { entries, unreadable } = sortOut(outcomes);
  const photos = entries.map(({ file, result }): DetectedPhoto => {
    return { marked: marked.get(file) ?? [], found: result };
  });
  const metrics = detectionMetrics(photos, minScore);
  const milliseconds = upperMedian(times);
  const { detector, adapter } = pipeline.info;
  const report = { detector, adapter: adapter.name, photos: photos.length, unreadable, minScore };
  if (json) {
    printJson({ ...report, ...metrics, milliseconds });
    return;
  }
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  printText(
    [
      `${detector}${tiles ? ' in tiles' : ''} on ${photos.length} photos with ${metrics.faces} faces of ${leastHeight} pixels and more:`,
      ...(unreadable.length > 0
        ? [`  left out, as they can't be read: ${unreadable.join(', ')}`]
        : []),
      `  average precision ${percent(metrics.averagePrecision)}`,
      `  recall ${percent(metrics.recall)}, precision ${percent(metrics.precision)} above a score of ${minScore}`,
      milliseconds === undefined
        ? `  no time: ${adapter.name} has no clock`
        : `  ${milliseconds.toFixed(1)} ms a photo (median, ${adapter.name})`,
    ].join('\n'),
  );
}
