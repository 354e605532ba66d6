import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import type { Quality } from '../../../api/face.ts';
import type { StoredGallery } from '../../../gallery/stored-gallery.ts';
import { Gallery } from '../../../match/gallery.ts';
import { outcomesOf, reportFile } from '../../files.ts';
import { createPipeline, type FindFacesOptions } from '../../find-faces.ts';
import { formatOf } from '../../format.ts';
import { type GalleryFileOptions, openingOf } from '../../gallery-options.ts';
import { widest } from '../../growing-table.ts';
import { wantedFacesOf } from '../../options.ts';
import { listPortraits, type Portrait, peopleLayouts } from '../../people-folder.ts';
import { listPhotos, type PhotoListOptions } from '../../photo-list.ts';
import { noteQuality } from '../../quality-note.ts';
import { note } from '../../report.ts';
import { createResultList } from '../../result-list.ts';

export interface EnrollCommandOptions
  extends FindFacesOptions,
    PhotoListOptions,
    GalleryFileOptions {
  readonly dir?: string;
  readonly name?: string;
  readonly tag?: readonly string[];
  /** Photos whose face is worth less are not enrolled. */
  readonly minQuality?: number;
}

/** A photo that is in the gallery. */
interface Result {
  readonly file: string;
  readonly name: string;
  /** The person's. */
  readonly id: number;
  /** What the face is worth; not of a photo that was there before. */
  readonly quality?: Quality;
}

/** `facegpu gallery enroll`: the largest face of each photo. What is printed is on the disk. */
export async function enroll(
  where: string,
  named: readonly string[],
  options: EnrollCommandOptions,
): Promise<void> {
  const portraits = await portraitsOf(named, options);
  const opening = await openingOf(options, true);
  await using pipeline = await createPipeline(options);
  await using gallery = await Gallery.open(where, { pipeline, ...opening });
  const files = portraits.map(({ file }) => file);
  const names = portraits.map(({ name }) => name);
  await using list = createResultList<Result>(formatOf(options), {
    json: ({ file, name, id }) => ({ file, name, id }),
    columns: [
      { head: 'photo', width: widest(files) },
      { head: 'name', width: widest(names) },
      { head: 'id', width: 5 },
    ],
    rows: ({ file, name, id }) => [[file, name, String(id)]],
  });
  const work = (_: string, i: number) => enrollPortrait(gallery, portraits[i], options);
  for await (const outcome of outcomesOf(files, 'enrolling', work)) {
    const { file } = outcome;
    if (!('error' in outcome)) {
      const { quality } = outcome.result;
      if (quality) noteQuality(file, quality, true);
      await list.add(outcome.result);
      continue;
    }
    if (outcome.error.code === 'no-face') {
      note(`${file}: no face was found, so it is not enrolled`);
    } else if (outcome.error.code === 'low-quality') {
      note(`${file}: ${outcome.error.message}, so it is not enrolled`);
    } else reportFile(file, outcome.error);
    await list.fail(file, outcome.error);
  }
  await list.end();
}

async function enrollPortrait(
  gallery: StoredGallery,
  { name, file }: Portrait,
  options: EnrollCommandOptions,
): Promise<Result> {
  const { tag: tags, chips = false, minQuality } = options;
  const detect = wantedFacesOf(options);
  const person = { name, ...(tags && { tags }) };
  const least = minQuality !== undefined && { minQuality };
  const wanted = { chips, detect, path: path.resolve(file), ...least };
  const { id, quality, ...enrolled } = await gallery.enroll(person, { photo: file }, wanted);
  const kept = { file: enrolled.file ?? file, name: enrolled.name, id };
  return { ...kept, ...(quality && { quality }) };
}

/** @throws FaceGpuError `bad-argument` where it isn't clear who the photos show */
async function portraitsOf(
  named: readonly string[],
  options: EnrollCommandOptions,
): Promise<Portrait[]> {
  const { dir, name, files } = options;
  const hasPhotos = named.length > 0 || files !== undefined;
  if (dir !== undefined && name === undefined && !hasPhotos) {
    const portraits = await listPortraits(dir);
    if (portraits.length === 0) note(`${dir} has no photos. There should be ${peopleLayouts}`);
    return portraits;
  }
  if (name !== undefined && dir === undefined && hasPhotos) {
    const photos = await listPhotos(named, options);
    return photos.map((file) => ({ name, file }));
  }
  throw new FaceGpuError(
    'bad-argument',
    'it is not clear whom the photos show',
    `Give --dir with ${peopleLayouts}; or --name and photos of one person.`,
  );
}
