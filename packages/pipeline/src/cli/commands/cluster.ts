import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import Table from 'cli-table3';
import type { ChipJson } from '../../api/chip.ts';
import type { Box, ChipImage, Descriptor } from '../../api/face.ts';
import { type ClusteredLibrary, clusterLibrary } from '../../cluster/cluster-library.ts';
import { faceKey } from '../../cluster/face-key.ts';
import type { PageData } from '../../cluster/page/data.ts';
import { renderPage, servePeoplePage } from '../../cluster/page/make-page.ts';
import {
  formatPeople,
  nobodyYet,
  type PeopleFile,
  parsePeople,
} from '../../cluster/people-file.ts';
import { readPhotoFile } from '../../evaluate/read-file.ts';
import { chipFromJson } from '../../faces/chip-from-json.ts';
import type { SourcePhoto } from '../../gallery/entries.ts';
import { hashOf } from '../../gallery/photo-source.ts';
import { Pictures } from '../../page/pictures.ts';
import { replaceFile, requireWritable, writing } from '../files.ts';
import { createPipeline, type FindFacesOptions, findFaces } from '../find-faces.ts';
import { type GalleryFileOptions, withRecords } from '../gallery-options.ts';
import { listPhotos } from '../photo-list.ts';
import { note, printJson, printText } from '../report.ts';

export interface ClusterCommandOptions extends FindFacesOptions, GalleryFileOptions {
  /** A file with what was decided before. */
  readonly decisions?: string;
  /** A port, or just whether to serve. */
  readonly serve?: number | boolean;
  readonly gallery?: string;
  readonly falseMatchRate?: number;
}

/** A face of the library. */
interface FoundFace {
  readonly key: string;
  readonly photo: SourcePhoto;
  readonly box: Box;
  readonly descriptor: Descriptor;
  readonly chip: number;
}

interface Library {
  readonly photos: number;
  readonly faces: readonly FoundFace[];
  readonly pictures: readonly string[];
}

/** `facegpu cluster`: the faces of a library of photos by person, and a page to give them names. */
export async function cluster(
  named: readonly string[],
  options: ClusterCommandOptions,
): Promise<void> {
  const { out, decisions, serve, gallery, falseMatchRate, json } = options;
  if (serve !== undefined && decisions === undefined) {
    throw new FaceGpuError(
      'bad-argument',
      'what is decided on a page that is served has no file',
      'Name one: --decisions FILE. It is made where it is not there.',
    );
  }
  for (const file of [out, decisions]) if (file !== undefined) await requireWritable(file);
  const before = await readPeople(decisions);
  const photos = await listPhotos(named, { recursive: true });
  await using pipeline = await createPipeline(options);
  const { out: _, ...finding } = options;
  const library = await lookThrough(
    findFaces(pipeline, photos, 'looking for faces', { ...finding, chips: true }),
  );
  const { faces } = library;
  const found =
    faces.length === 0
      ? { people: before, faces: [] }
      : await clusterLibrary(pipeline, faces, before, {
          ...(falseMatchRate !== undefined && { falseMatchRate }),
        });
  if (decisions !== undefined) await replaceFile(decisions, formatPeople(found.people));
  if (json) printJson(toJson(library, found));
  else printText(toText(library, found));
  if (gallery !== undefined) await enroll(gallery, library, found, options);
  if (out === undefined && serve === undefined) return;
  const page = pageOf(named, library, found);
  if (out !== undefined) {
    await writing(out, () => writeFile(out, renderPage(page)));
    note(`the page is ${out}`);
  }
  if (serve !== undefined && decisions !== undefined) {
    const save = (text: string) => replaceFile(decisions, text);
    const port = serve === true ? 0 : Number(serve);
    const { address } = await servePeoplePage(page, decisions, save, port);
    note(`the page is at ${address} and saves in ${decisions}; Ctrl+C ends it`);
  }
}

/** What was known before; a file that isn't there knows nothing. */
async function readPeople(file: string | undefined): Promise<PeopleFile> {
  if (file === undefined) return nobodyYet;
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new FaceGpuError(
      'file-unreadable',
      `${file} can't be read: ${cause.code ?? cause}`,
      'Give a file of decisions that the page saved, or one that is yet to be made.',
      { cause },
    );
  });
  return text === undefined ? nobodyYet : parsePeople(text, file);
}

/** The faces of all photos. A photo that is there twice counts once. */
async function lookThrough(outcomes: ReturnType<typeof findFaces>): Promise<Library> {
  const pictures = new Pictures();
  const faces: FoundFace[] = [];
  const seen = new Map<string, string>();
  for await (const outcome of outcomes) {
    if ('error' in outcome) continue;
    const { file } = outcome;
    const hash = await hashOf(new Uint8Array(await readPhotoFile(file)));
    const twin = seen.get(hash);
    if (twin !== undefined) {
      note(`${file}: the same photo as ${twin}`);
      continue;
    }
    seen.set(hash, file);
    const photo = { file, hash, path: path.resolve(file) };
    for (const { box, descriptor, chip } of outcome.result.photo.faces) {
      if (!chip) continue;
      const key = faceKey(hash, box);
      const { model, values } = descriptor;
      faces.push({
        ...{ key, photo, box },
        descriptor: { model, values: Float32Array.from(values) },
        chip: await pictures.addChip(key, async () => imageOf(chip)),
      });
    }
  }
  return { photos: seen.size, faces, pictures: pictures.urls };
}

/** A chip of this run, or of an earlier one. */
function imageOf(chip: ChipImage | ChipJson): ChipImage {
  return typeof chip.data === 'string' ? chipFromJson(chip as ChipJson) : (chip as ChipImage);
}

function pageOf(
  named: readonly string[],
  { photos, faces, pictures }: Library,
  { people, faces: judged }: ClusteredLibrary,
): PageData {
  const places = named.map((name) => path.resolve(name));
  const id = createHash('sha256').update(places.join('\0')).update(formatPeople(people));
  return {
    id: id.digest('hex').slice(0, 16),
    title: `People of ${named.map((name) => path.basename(path.resolve(name))).join(', ')}`,
    photos,
    faces: faces.map(({ key, chip, photo }, i) => {
      const { score, doubtful } = judged[i];
      return { key, chip, file: photo.file, score: rounded(score), doubtful };
    }),
    people,
    pictures,
    server: undefined,
  };
}

/** Enrols whoever has a name, with the faces that are not doubtful. */
async function enroll(
  gallery: string,
  { faces }: Library,
  { people, faces: judged }: ClusteredLibrary,
  options: GalleryFileOptions,
): Promise<void> {
  const numbers = new Map(faces.map(({ key }, i) => [key, i]));
  const entries = people.people.flatMap(({ name, faces: keys }) => {
    if (name === null) return [];
    return keys.flatMap((key) => {
      const i = numbers.get(key);
      if (i === undefined || judged[i].doubtful) return [];
      const { photo, box, descriptor } = faces[i];
      const { model, values: vector } = descriptor;
      return [{ person: { name }, photo, faces: [{ model, vector, box }] }];
    });
  });
  if (entries.length === 0) {
    note(`${gallery}: nobody has a name, so nobody is enrolled`);
    return;
  }
  const done = await withRecords(gallery, options, (records) => records.enroll(entries), true);
  const added = done.filter(({ known }) => !known).length;
  note(`${gallery}: ${added} faces were enrolled, ${done.length - added} were there`);
}

function toJson({ photos, faces }: Library, { people, faces: judged }: ClusteredLibrary) {
  const numbers = new Map(faces.map(({ key }, i) => [key, i]));
  return {
    photos,
    faces: faces.length,
    people: people.people.map(({ id, name, faces: keys }) => ({
      ...{ id, name },
      faces: keys.flatMap((key) => {
        const i = numbers.get(key);
        if (i === undefined) return [];
        const { photo, box } = faces[i];
        const { score, doubtful } = judged[i];
        return [{ file: photo.file, box, score: rounded(score), doubtful }];
      }),
    })),
  };
}

/** People that the terminal shows. */
const mostShown = 20;

function toText(library: Library, found: ClusteredLibrary): string {
  const { photos, faces, people } = toJson(library, found);
  const several = people.filter((person) => person.faces.length > 1 || person.name !== null);
  const once = people.length - several.length;
  const head = `${photos} photos, ${faces} faces: ${several.length} people, and ${once} who are there once`;
  if (several.length === 0) return head;
  const table = new Table({
    head: ['who', 'faces', 'doubtful', 'such as'],
    style: { head: [], border: [], compact: true },
  });
  for (const { id, name, faces: own } of several.slice(0, mostShown)) {
    const doubtful = own.filter((face) => face.doubtful).length;
    table.push([name ?? `person ${id}`, own.length, doubtful, own[0]?.file ?? '']);
  }
  const more = several.length - mostShown;
  const rest = more > 0 ? `\n${more} more: --json prints them all, --out FILE shows them` : '';
  return `${head}\n${table.toString()}${rest}`;
}

function rounded(score: number): number {
  return Math.round(score * 1000) / 1000;
}
