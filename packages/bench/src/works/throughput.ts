import { FacePipeline } from '@facegpu/pipeline';
import { platform } from '#platform';
import type { Work } from '../work.ts';
import { frameNames } from './picture-names.ts';

/** Photos that wait to be looked at. */
const all = 100;
/** So few where it must be quick. */
const few = 10;

const minScore = 0.5;
const inTurn = 'facegpu, one after another';

/**
 * Many photos through one pipeline: all queued at once, so that one can be uploaded while another is
 * computed, beside each asked for when the one before has come back. RGB pixels to descriptors, in the
 * time of one photo.
 */
export function throughputWorks(quick: boolean): Work[] {
  return [throughputWork(quick ? few : all)];
}

export function throughputWork(count: number): Work {
  const name = `throughput of ${count} photos of 640×480, a photo`;
  return {
    name,
    kind: 'photo',
    async prepare({ device }) {
      const frames = await Promise.all(frameNames.map((frame) => platform.readPicture(frame)));
      const photos = Array.from({ length: count }, (_, i) => frames[i % frames.length]);
      const pipeline = await FacePipeline.create({ device, ...platform.pipelineOptions });
      const detect = (photo: (typeof photos)[number]) => pipeline.detect(photo, { minScore });
      // The first run compiles; the second may still find out how to cut the next in pieces.
      await detect(photos[0]);
      await detect(photos[0]);
      const contender = (name: string, lookAtAll: () => Promise<unknown>) => ({
        name,
        ownTime: true,
        async run() {
          const begin = performance.now();
          await lookAtAll();
          return (performance.now() - begin) / count;
        },
      });
      return {
        contenders: [
          contender('facegpu', () => Promise.all(photos.map(detect))),
          contender(inTurn, async () => {
            for (const photo of photos) await detect(photo);
          }),
        ],
        factsOf(times) {
          const rate = (name: string) => 1000 / (times.get(name)?.median ?? Number.NaN);
          return {
            'photos a second': rate('facegpu'),
            'photos a second, one after another': rate(inTurn),
          };
        },
        dispose: () => pipeline.dispose(),
      };
    },
  };
}
