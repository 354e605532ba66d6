import type { Box } from '../../../api/face.ts';
import { Gallery } from '../../../match/gallery.ts';
import {
  createPipeline,
  type Describe,
  type FindFacesOptions,
  findFaces,
} from '../../find-faces.ts';
import { formatOf } from '../../format.ts';
import {
  type GalleryFileOptions,
  openingOf,
  personCalled,
  withRecords,
} from '../../gallery-options.ts';
import { widest } from '../../growing-table.ts';
import { listPhotos, type PhotoListOptions } from '../../photo-list.ts';
import { createResultList } from '../../result-list.ts';
import { type NamingOptions, namingOf } from '../identify.ts';

export interface SearchOptions
  extends FindFacesOptions,
    PhotoListOptions,
    GalleryFileOptions,
    NamingOptions {
  /** A name or an id. */
  readonly person: string;
}

/** A photo that shows the person. */
interface Result {
  readonly file: string;
  readonly faces: readonly { readonly box: Box; readonly distance: number }[];
}

/** How far a face is from the person; nothing where it is somebody else's. */
type Likeness = number | null;

/** `facegpu gallery search`: the photos that show a person. */
export async function search(
  where: string,
  named: readonly string[],
  options: SearchOptions,
): Promise<void> {
  const photos = await listPhotos(named, options);
  const opening = await openingOf(options);
  // Before anything heavy is made ready.
  const { id, name } = await withRecords(where, options, (records) => {
    return personCalled(records, options.person);
  });
  await using pipeline = await createPipeline(options);
  await using gallery = await Gallery.open(where, { pipeline, ...opening });
  const likeness: Describe<Likeness> = {
    async describe(faces) {
      const matches = await gallery.identifyMany(faces, namingOf(options));
      return matches.map(([nearest]) => {
        return nearest?.same && nearest.id === id ? nearest.distance : null;
      });
    },
    label: (distance) => (distance === null ? 'somebody else' : name),
  };
  await using list = createResultList<Result>(formatOf(options), {
    json: ({ file, faces }) => ({ file, faces }),
    columns: [
      { head: 'photo', width: widest(photos) },
      { head: 'x', width: 5 },
      { head: 'y', width: 5 },
      { head: 'distance', width: 5 },
    ],
    rows: ({ file, faces }) =>
      faces.map(({ box, distance }, i) => [
        i === 0 ? file : '',
        box.x.toFixed(0),
        box.y.toFixed(0),
        distance.toFixed(3),
      ]),
  });
  for await (const outcome of findFaces(pipeline, photos, 'searching', options, likeness)) {
    const { file } = outcome;
    if ('error' in outcome) {
      await list.fail(file, outcome.error);
      continue;
    }
    const { photo, extras } = outcome.result;
    const faces = photo.faces.flatMap(({ box }, i) => {
      const distance = extras[i];
      return distance === null ? [] : [{ box, distance }];
    });
    if (faces.length > 0) await list.add({ file, faces });
  }
  await list.end();
}
