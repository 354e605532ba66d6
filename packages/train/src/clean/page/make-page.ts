import path from 'node:path';
import { fillPage, Pictures, type ServedPage, servePage } from '@facegpu/pipeline/command-line';
import type { PictureNumber } from '@facegpu/pipeline/page';
import { byPerson } from '../../dataset/photo-list.ts';
import type { Dataset, PreparedPhoto } from '../../dataset/prepare-dataset.ts';
import { readDecisions, writeDecisions } from '../decision-file.ts';
import { parseDecisions } from '../decisions.ts';
import type { Finding } from '../find-suspects.ts';
import type { PageData, ShownSuspect } from './data.ts';
import html from './page.html?raw';
import script from './page.ts?script';

/** How many chips of a person stand beside a suspect. */
const mostChips = 6;

export interface PageOptions extends Pick<PageData, 'id' | 'title' | 'decisions'> {
  readonly dataset: Dataset;
  /** The photos as they are by the decisions so far. */
  readonly photos: readonly PreparedPhoto[];
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** Hashes of files that could not be read as photos, by file. */
  readonly hashes: ReadonlyMap<string, string>;
  /** How many suspects the page has at most. */
  readonly limit: number;
}

/** Everything that a page shows of a data set's suspects. */
export async function makePageData(options: PageOptions): Promise<PageData> {
  const { dataset, photos, findings, hashes, limit, id, title, decisions } = options;
  const pictures = new Pictures();
  const people = byPerson(photos);
  const known = new Map(dataset.photos.map((photo) => [photo.file, photo]));
  const suspected = new Set(findings.map(({ file }) => file));
  /** What shows best who somebody is: photos that aren't suspect, and few are. */
  const chipsOf = async (person: string | null, except: string): Promise<PictureNumber[]> => {
    if (person === null) return [];
    const all = (people.get(person) ?? []).filter(({ file, face }) => file !== except && face);
    all.sort((a, b) => Number(suspected.has(a.file)) - Number(suspected.has(b.file)));
    const chips: PictureNumber[] = [];
    for (const photo of all.slice(0, mostChips)) {
      chips.push(await pictures.addChip(photo.key, () => dataset.readChip(photo)));
    }
    return chips;
  };
  const suspects: ShownSuspect[] = [];
  for (const finding of findings.slice(0, limit)) {
    const { file, person, proposed } = finding;
    const photo = known.get(file);
    suspects.push({
      ...finding,
      hash: photo?.hash ?? hashes.get(file) ?? '',
      photo: await pictures.addPhoto(path.resolve(dataset.root, file)),
      box: photo && boxOf(photo),
      chip: photo?.face
        ? await pictures.addChip(photo.key, () => dataset.readChip(photo))
        : undefined,
      own: await chipsOf(person, file),
      others: await chipsOf(proposed, file),
    });
  }
  return {
    id,
    title,
    photos: photos.length,
    people: [...people].map(([name, own]) => [name, own.length]),
    suspects,
    left: findings.length - suspects.length,
    pictures: pictures.urls,
    decisions,
    server: undefined,
  };
}

/** The page with its data: it needs nothing besides. */
export function renderPage(data: PageData): string {
  return fillPage(html, { data, script });
}

/**
 * Serves a page, and saves the decisions that it sends into a file.
 *
 * @param port 0 for any that is free
 * @throws FaceGpuError `bad-argument` where the port is taken
 */
export function servePageOf(data: PageData, file: string, port = 0): Promise<ServedPage> {
  return servePage(
    {
      file,
      render: async (server) => {
        return renderPage({ ...data, server, decisions: await readDecisions(file, true) });
      },
      save: (text) => writeDecisions(file, parseDecisions(text, 'the page')),
    },
    port,
  );
}

function boxOf({ face }: PreparedPhoto): ShownSuspect['box'] {
  if (!face) return undefined;
  const { box, photo } = face;
  return [
    box.x / photo.width,
    box.y / photo.height,
    box.width / photo.width,
    box.height / photo.height,
  ];
}
