import Table from 'cli-table3';
import { usualIdentify } from '../../api/check-options.ts';
import type { Box } from '../../api/face.ts';
import { Gallery } from '../../match/gallery.ts';
import { FacePipeline } from '../../pipeline.ts';
import { largestFace } from '../faces.ts';
import { forEachFile } from '../files.ts';
import { listPortraits } from '../people-folder.ts';
import { note, printJson, printText } from '../report.ts';

export interface IdentifyOptions {
  readonly people: string;
  readonly json?: boolean;
  readonly threshold?: number;
  readonly falseNames?: number;
  readonly minScore: number;
}

interface NamedFace {
  readonly box: Box;
  readonly name: string | null;
  readonly distance: number | null;
}

/** `facegpu identify`: enrols a folder for each person, then names the faces of photos. */
export async function identify(photos: readonly string[], options: IdentifyOptions): Promise<void> {
  const { people, json, minScore, threshold, falseNames = usualIdentify.falseNames } = options;
  const portraits = await listPortraits(people);
  if (portraits.length === 0) note(`${people} has no folders with photos: nobody is known`);
  await using pipeline = await FacePipeline.create();
  await using gallery = new Gallery(pipeline);

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
    const found = await pipeline.identify(file, gallery, { minScore, falseNames });
    return found.map(({ face: { box }, matches: [nearest] }): NamedFace => {
      const known = nearest && nearest.distance < (threshold ?? nearest.threshold);
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
