import { FaceGpuError } from '@facegpu/kernels';
import type { Calibration } from '../../calibration/calibration.ts';
import { largestFace } from '../../faces/pick.ts';
import { Gallery, type NamesFaces } from '../../match/gallery.ts';
import { recognizerOf } from '../../match/recognizer-of.ts';
import type { FacePipeline } from '../../pipeline.ts';
import { attributeCells, attributeColumns, type FaceEntry } from '../face-entry.ts';
import { forEachFile } from '../files.ts';
import { createPipeline, type Describe, type FindFacesOptions, findFaces } from '../find-faces.ts';
import { formatOf } from '../format.ts';
import { type GalleryFileOptions, openingOf } from '../gallery-options.ts';
import { widest } from '../growing-table.ts';
import { listPortraits, type Portrait, peopleLayouts } from '../people-folder.ts';
import { listPhotos, type PhotoListOptions } from '../photo-list.ts';
import { noteQuality } from '../quality-note.ts';
import { note } from '../report.ts';
import { createResultList, type Looks } from '../result-list.ts';

/** When a face is given a name. */
export interface NamingOptions {
  readonly threshold?: number;
  readonly falseNames?: number;
  /** Portraits that are worth less are not enrolled. */
  readonly minQuality?: number;
}

export interface IdentifyOptions
  extends FindFacesOptions,
    PhotoListOptions,
    GalleryFileOptions,
    NamingOptions {
  /** Photos of who is known. */
  readonly people?: string;
  /** Instead of that, the file of a gallery. */
  readonly gallery?: string;
}

/** Who a face is taken for. */
interface Identity {
  readonly name: string | null;
  readonly distance: number | null;
  /** With a calibration: that the two faces are one person's, as if one pair were compared; and what says so. */
  readonly probability?: number;
  readonly calibration?: string;
}

interface Result {
  readonly file: string;
  readonly faces: readonly (FaceEntry & Identity)[];
}

/** Who is known, and their names. */
interface Known extends AsyncDisposable {
  readonly gallery: NamesFaces & Pick<Gallery, 'identifyMany'>;
  readonly names: readonly string[];
  /** What probabilities are by. */
  readonly calibration: Calibration | undefined;
}

/** `facegpu identify`: names the faces of photos by people's photos, or by a gallery. */
export async function identify(named: readonly string[], options: IdentifyOptions): Promise<void> {
  const { people, gallery: file, attributes = false } = options;
  if (people === undefined && file === undefined) {
    throw new FaceGpuError(
      'bad-argument',
      'it is not said who is known',
      'Give --people DIR or --gallery FILE.',
    );
  }
  const portraits = people === undefined ? [] : await listPeople(people);
  const photos = await listPhotos(named, options);
  await using pipeline = await createPipeline(options);
  await using known = await (file === undefined
    ? enrollAll(pipeline, portraits, options)
    : openKnown(pipeline, file, options));
  const { gallery, calibration } = known;
  const looks = looksOf(photos, known, attributes);
  if (calibration) note(`note: the calibration is ${calibration.name}`);
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

async function listPeople(people: string): Promise<Portrait[]> {
  const portraits = await listPortraits(people);
  if (portraits.length === 0) {
    note(`${people} has no photos: nobody is known. There should be ${peopleLayouts}`);
  }
  return portraits;
}

/** People who are known for as long as the command runs. */
async function enrollAll(
  pipeline: FacePipeline,
  portraits: readonly Portrait[],
  options: IdentifyOptions,
): Promise<Known> {
  const gallery = new Gallery(pipeline);
  await enroll(pipeline, gallery, portraits, options);
  const names = portraits.map(({ name }) => name);
  const { calibration } = recognizerOf(pipeline.info, {});
  return { gallery, names, calibration, [Symbol.asyncDispose]: () => gallery.dispose() };
}

async function openKnown(
  pipeline: FacePipeline,
  file: string,
  options: IdentifyOptions,
): Promise<Known> {
  const gallery = await Gallery.open(file, { pipeline, ...(await openingOf(options)) });
  const names = (await gallery.list()).map(({ name }) => name);
  const { calibration } = await gallery.judging();
  return { gallery, names, calibration, [Symbol.asyncDispose]: () => gallery.dispose() };
}

/** Enrols the largest face of each portrait; says where there is none. */
async function enroll(
  pipeline: FacePipeline,
  gallery: Gallery,
  portraits: readonly Portrait[],
  { minScore, minQuality = 0 }: IdentifyOptions,
): Promise<void> {
  const files = portraits.map(({ file }) => file);
  const enrolled = await forEachFile(files, 'enrolling', async (file, i) => {
    const face = largestFace(await pipeline.detect(file, { minScore, quality: true }));
    const isTaken = face !== undefined && (face.quality?.score ?? 1) >= minQuality;
    if (isTaken) await gallery.enroll(portraits[i].name, face);
    return { face, isTaken };
  });
  for (const { file, result } of enrolled) {
    const { face, isTaken } = result;
    if (!face) note(`${file}: no face was found, so it is not enrolled`);
    else if (face.quality) noteQuality(file, face.quality, isTaken);
  }
}

/** {@link NamingOptions} for a gallery. */
export function namingOf({ threshold, falseNames }: NamingOptions): NamingOptions {
  return {
    ...(threshold !== undefined && { threshold }),
    ...(falseNames !== undefined && { falseNames }),
  };
}

/** Names faces by a gallery. */
function describeBy(gallery: Known['gallery'], options: NamingOptions): Describe<Identity> {
  return {
    async describe(faces) {
      const matches = await gallery.identifyMany(faces, namingOf(options));
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
  { names, calibration }: Pick<Known, 'calibration' | 'names'>,
  attributes: boolean,
): Looks<Result> {
  const hasProbabilities = calibration?.probability !== undefined;
  const columns = [
    { head: 'photo', width: widest(photos) },
    { head: 'face', width: 3 },
    { head: 'x', width: 5 },
    { head: 'y', width: 5 },
    { head: 'name', width: widest(['unknown', ...names]) },
    { head: 'distance', width: 5 },
  ];
  if (hasProbabilities) columns.push({ head: 'probability', width: 5 });
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
        ...(hasProbabilities ? [face.probability?.toFixed(3) ?? ''] : []),
        ...(attributes ? attributeCells(face) : []),
      ]);
    },
  };
}
