import type { Metric } from '../match/metric.ts';
import { distanceAtRate, rateFor, type Threshold } from '../match/thresholds.ts';
import { distancesOf, type Template } from './compare-all.ts';
import { sequence } from './resample.ts';

/** What becomes of faces that are looked for in a gallery with a photo of each of some people. */
export interface GalleryOutcome {
  readonly people: number;
  /** Below this distance a face is given the name of the nearest photo. */
  readonly threshold: number;
  /** Share of the photos of people who are not in the gallery that get a name. */
  readonly strangersNamed: number;
  /** Share of the other photos of the gallery's own people that get the right name. */
  readonly named: number;
  /** Share of them that get the name of somebody else. */
  readonly misnamed: number;
}

const sizes = [20, 100, 200, 400, 1000];

/** How often people and their photos are drawn anew. */
const draws = 10;

/**
 * Names photos by galleries of several sizes, as far as there are people enough to leave a quarter of them as
 * strangers: at the threshold by which `Gallery` names faces, and nobody where no face was found. The draws are
 * the same every time.
 *
 * @param thresholds those of the recognition model
 * @param falseNames the share of strangers that may be named
 */
export function nameInGalleries(
  templates: readonly Template[],
  metric: Metric,
  thresholds: readonly Threshold[],
  falseNames: number,
): GalleryOutcome[] {
  const photos = new Map<number, number[]>();
  for (const [photo, { person, descriptor }] of templates.entries()) {
    if (descriptor) photos.set(person, [...(photos.get(person) ?? []), photo]);
  }
  const distance = distancesOf(templates, metric);
  return sizes
    .filter((size) => 4 * size <= 3 * photos.size)
    .map((size) => {
      const threshold = distanceAtRate(thresholds, rateFor(falseNames, size));
      const next = sequence();
      let [strangers, strangersNamed, probes, named, misnamed] = [0, 0, 0, 0, 0];
      for (let draw = 0; draw < draws; draw++) {
        const gallery = drawGallery(photos, size, next);
        for (const [photo, { person }] of templates.entries()) {
          const own = gallery.get(person);
          if (own === photo) continue;
          let nearest = threshold;
          let name: number | undefined;
          for (const [other, enrolled] of gallery) {
            const apart = distance(photo, enrolled);
            if (!(apart < nearest)) continue;
            nearest = apart;
            name = other;
          }
          if (own === undefined) {
            strangers++;
            if (name !== undefined) strangersNamed++;
          } else {
            probes++;
            if (name === person) named++;
            else if (name !== undefined) misnamed++;
          }
        }
      }
      return {
        people: size,
        threshold,
        strangersNamed: strangersNamed / strangers,
        named: named / (probes || 1),
        misnamed: misnamed / (probes || 1),
      };
    });
}

/** Some of the people, with one of the photos of each. */
function drawGallery(
  photos: ReadonlyMap<number, readonly number[]>,
  size: number,
  next: () => number,
): Map<number, number> {
  const left = [...photos];
  const gallery = new Map<number, number>();
  for (let i = 0; i < size; i++) {
    const [[person, own]] = left.splice(Math.floor(next() * left.length), 1);
    gallery.set(person, own[Math.floor(next() * own.length)]);
  }
  return gallery;
}
