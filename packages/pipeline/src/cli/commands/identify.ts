import { largestFace } from '../../faces/pick.ts';
import { Gallery } from '../../match/gallery.ts';
import type { FacePipeline } from '../../pipeline.ts';
import { attributeCells, attributeColumns, type FaceEntry } from '../face-entry.ts';
import { forEachFile } from '../files.ts';
import { createPipeline, type Describe, type FindFacesOptions, findFaces } from '../find-faces.ts';
import { formatOf } from '../format.ts';
import { widest } from '../growing-table.ts';
import { listPortraits, type Portrait, peopleLayouts } from '../people-folder.ts';
import { listPhotos, type PhotoListOptions } from '../photo-list.ts';
import { note } from '../report.ts';
import { createResultList, type Looks } from '../result-list.ts';

export interface IdentifyOptions extends FindFacesOptions, PhotoListOptions {
  readonly people: string;
  readonly threshold?: number;
  readonly falseNames?: number;
}

/** Who a face is taken for. */
interface Identity {
  readonly name: string | null;
  readonly distance: number | null;
  /** With a calibration: that the face is the nearest person's, and what says so. */
  readonly probability?: number;
  readonly calibration?: string;
}

interface Result {
  readonly file: string;
  readonly faces: readonly (FaceEntry & Identity)[];
}

/** `facegpu identify`: enrols people by their photos, then names the faces of other ones. */
export async function identify(named: readonly string[], options: IdentifyOptions): Promise<void> {
  const { people, attributes = false } = options;
  const portraits = await listPortraits(people);
  if (portraits.length === 0) {
    note(`${people} has no photos: nobody is known. There should be ${peopleLayouts}`);
  }
  const photos = await listPhotos(named, options);
  await using pipeline = await createPipeline(options);
  await using gallery = new Gallery(pipeline);
  await enroll(pipeline, gallery, portraits, options);

  const names = portraits.map(({ name }) => name);
  const looks = looksOf(photos, names, attributes);
  await using list = createResultList(formatOf(options), looks);
  const naming = describeBy(gallery, options);
  for await (const outcome of findFaces(pipeline, photos, 'identifying', options, naming)) {
    const { file } = outcome;
    if ('error' in outcome) {
      await list.fail(file, outcome.error);
      continue;
    }
    const { photo, extras } = outcome.result;
    await list.add({ file, faces: photo.faces.map((face, i) => ({ ...face, ...extras[i] })) });
  }
  await list.end();
}

/** Enrols the largest face of each portrait; says where there is none. */
async function enroll(
  pipeline: FacePipeline,
  gallery: Gallery,
  portraits: readonly Portrait[],
  { minScore }: IdentifyOptions,
): Promise<void> {
  const files = portraits.map(({ file }) => file);
  const enrolled = await forEachFile(files, 'enrolling', async (file, i) => {
    const face = largestFace(await pipeline.detect(file, { minScore }));
    if (face) await gallery.enroll(portraits[i].name, face);
    return face !== undefined;
  });
  for (const { file, result } of enrolled) {
    if (!result) note(`${file}: no face was found, so it is not enrolled`);
  }
}

/** Names faces by a gallery. */
function describeBy(
  gallery: Gallery,
  { threshold, falseNames }: IdentifyOptions,
): Describe<Identity> {
  return {
    async describe(faces) {
      const matches = await gallery.identifyMany(faces, {
        ...(threshold !== undefined && { threshold }),
        ...(falseNames !== undefined && { falseNames }),
      });
      return matches.map(([nearest]): Identity => {
        return {
          name: nearest?.same ? nearest.name : null,
          distance: nearest?.distance ?? null,
          ...(nearest?.probability !== undefined && {
            probability: nearest.probability,
            calibration: nearest.calibration,
          }),
        };
      });
    },
    label: ({ name }) => name ?? 'unknown',
  };
}

function looksOf(
  photos: readonly string[],
  names: readonly string[],
  attributes: boolean,
): Looks<Result> {
  const columns = [
    { head: 'photo', width: widest(photos) },
    { head: 'face', width: 3 },
    { head: 'x', width: 5 },
    { head: 'y', width: 5 },
    { head: 'name', width: widest(['unknown', ...names]) },
    { head: 'distance', width: 5 },
  ];
  if (attributes) columns.push(...attributeColumns);
  return {
    json: ({ file, faces }) => ({
      file,
      faces: faces.map((face) => {
        const { box, name, distance, probability, calibration, expressions, age, gender } = face;
        return { box, name, distance, probability, calibration, expressions, age, gender };
      }),
    }),
    columns,
    rows({ file, faces }) {
      if (faces.length === 0) return [[file, { colSpan: columns.length - 1, content: 'no face' }]];
      return faces.map((face, i) => [
        i === 0 ? file : '',
        String(i + 1),
        face.box.x.toFixed(0),
        face.box.y.toFixed(0),
        face.name ?? 'unknown',
        face.distance?.toFixed(3) ?? '',
        ...(attributes ? attributeCells(face) : []),
      ]);
    },
  };
}
