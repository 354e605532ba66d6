import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import Table from 'cli-table3';
import type { Box } from '../../api/face.ts';
import { Gallery } from '../../match/gallery.ts';
import { FacePipeline } from '../../pipeline.ts';
import { largestFace } from '../faces.ts';
import { forEachFile } from '../files.ts';
import { note, printJson, printText } from '../report.ts';

export interface IdentifyOptions {
  readonly people: string;
  readonly json?: boolean;
  readonly threshold?: number;
  readonly minScore: number;
}

interface NamedFace {
  readonly box: Box;
  readonly name: string | null;
  readonly distance: number | null;
}

/** `facegpu identify`: enrols a folder for each person, then names the faces of photos. */
export async function identify(photos: readonly string[], options: IdentifyOptions): Promise<void> {
  const { people, json, minScore } = options;
  const portraits = await listPortraits(people);
  if (portraits.length === 0) note(`${people} has no folders with photos: nobody is known`);
  await using pipeline = await FacePipeline.create();
  await using gallery = new Gallery(pipeline);
  const { threshold = pipeline.info.threshold } = options;

  const files = portraits.map(({ file }) => file);
  const enrolled = await forEachFile(files, 'enrolling', async (file, i) => {
    const face = largestFace(await pipeline.detect(file, { minScore }));
    if (face) await gallery.enroll(portraits[i].name, face);
    return face !== undefined;
  });
  for (const { file, result } of enrolled) {
    if (!result) note(`${file}: no face was found, so it is not enrolled`);
  }

  const entries = await forEachFile(photos, 'identifying', async (file) => {
    const found = await pipeline.identify(file, gallery, { minScore });
    return found.map(({ face: { box }, matches: [nearest] }): NamedFace => {
      const known = nearest !== undefined && nearest.distance < threshold;
      return { box, name: known ? nearest.name : null, distance: nearest?.distance ?? null };
    });
  });
  const results = entries.map(({ file, result }) => ({ file, faces: result }));
  if (json) printJson(results);
  else printText(toTable(results));
}

function toTable(photos: readonly { file: string; faces: readonly NamedFace[] }[]): string {
  const head = ['photo', 'face', 'x', 'y', 'name', 'distance'];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { file, faces } of photos) {
    if (faces.length === 0) table.push([file, { colSpan: head.length - 1, content: 'no face' }]);
    faces.forEach(({ box, name, distance }, i) => {
      table.push([
        i === 0 ? file : '',
        String(i + 1),
        box.x.toFixed(0),
        box.y.toFixed(0),
        name ?? 'unknown',
        distance?.toFixed(3) ?? '',
      ]);
    });
  }
  return table.toString();
}

/** The photos of a folder of folders, each with the name of the person it shows. */
async function listPortraits(folder: string): Promise<{ name: string; file: string }[]> {
  try {
    const people = await list(folder, 'folders');
    const portraits = await Promise.all(
      people.map(async (name) => {
        const files = await list(path.join(folder, name), 'files');
        return files.map((file) => ({ name, file: path.join(folder, name, file) }));
      }),
    );
    return portraits.flat();
  } catch (cause) {
    throw new FaceGpuError(
      'file-unreadable',
      `${folder} can't be read: ${(cause as NodeJS.ErrnoException).code ?? cause}`,
      'Give a folder that has a folder for each person.',
      { cause },
    );
  }
}

/** What a folder holds, but for hidden entries; links count as what they lead to. */
async function list(folder: string, wanted: 'folders' | 'files'): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  // A link that leads nowhere passes for a file, and is reported as one that can't be read.
  const stats = await Promise.all(
    names.map((name) => stat(path.join(folder, name)).catch(() => undefined)),
  );
  return names.filter((_, i) => (stats[i]?.isDirectory() ?? false) === (wanted === 'folders'));
}
