import Table from 'cli-table3';
import { listPeople } from '../../../gallery/list.ts';
import { type GalleryFileOptions, personCalled, withRecords } from '../../gallery-options.ts';
import { note, printJson, printText } from '../../report.ts';

/** `facegpu gallery list`: who is known, and by which photos. */
export async function list(where: string, options: GalleryFileOptions): Promise<void> {
  const people = await withRecords(where, options, listPeople);
  if (options.json) {
    printJson(people.map(({ id, name, photos }) => ({ id, name, photos })));
    return;
  }
  const table = newTable(['id', 'name', 'faces', 'photos', 'tags']);
  for (const { id, name, faces, photos, tags } of people) {
    table.push([id, name, faces, photos.length, tags.join(', ')]);
  }
  printText(table.toString());
}

/** `facegpu gallery show`: all that is known of a person. */
export async function show(
  where: string,
  person: string,
  options: GalleryFileOptions,
): Promise<void> {
  await withRecords(where, options, async (records) => {
    const found = await personCalled(records, person);
    const faces = await records.facesOf(found.id);
    const photos = await records.photos();
    const entries = faces.map(({ id, model, box, quality, photo }) => {
      const file = photo === null ? null : (photos.get(photo)?.file ?? null);
      return { id, file, box: box ?? null, quality: quality ?? null, model };
    });
    if (options.json) {
      printJson({ ...found, faces: entries });
      return;
    }
    const { id, name, tags, data } = found;
    printText(`${name} (id ${id})${tags.length > 0 ? `, ${tags.join(', ')}` : ''}`);
    if (data !== null) printText(JSON.stringify(data));
    const table = newTable(['face', 'photo', 'x', 'y', 'width', 'height', 'quality']);
    for (const { id, file, box, quality } of entries) {
      const place = box ? [box.x, box.y, box.width, box.height] : [];
      const cells = Array.from({ length: 4 }, (_, i) => place[i]?.toFixed(0) ?? '');
      table.push([id, file ?? '', ...cells, quality?.toFixed(2) ?? '']);
    }
    printText(table.toString());
  });
}

/** `facegpu gallery remove`: a person with all faces; nothing of them is left in the file. */
export async function remove(
  where: string,
  names: readonly string[],
  options: GalleryFileOptions,
): Promise<void> {
  await withRecords(where, options, async (records) => {
    // Whoever is mistyped is found out before anybody is removed.
    const found = new Map<number, string>();
    for (const text of names) {
      const { id, name } = await personCalled(records, text);
      found.set(id, name);
    }
    const faces = await records.removeAll([...found.keys()]);
    const removed = Array.from(found, ([id, name], i) => ({ id, name, faces: faces[i] ?? 0 }));
    await records.storage.compact();
    if (options.json) printJson(removed);
    else for (const { name, faces } of removed) note(`${name} is removed, with ${count(faces)}`);
  });
}

/** `facegpu gallery rename` */
export async function rename(
  where: string,
  from: string,
  to: string,
  options: GalleryFileOptions,
): Promise<void> {
  await withRecords(where, options, async (records) => {
    const { id, name: before } = await personCalled(records, from);
    const person = await records.rename(id, to);
    if (options.json) printJson(person);
    else note(`${before} is called ${to} now`);
  });
}

/** `facegpu gallery merge` */
export async function merge(
  where: string,
  into: string,
  others: readonly string[],
  options: GalleryFileOptions,
): Promise<void> {
  await withRecords(where, options, async (records) => {
    const kept = await personCalled(records, into);
    const rest = await Promise.all(others.map((text) => personCalled(records, text)));
    const person = await records.merge(
      kept.id,
      rest.map(({ id }) => id),
    );
    if (options.json) printJson(person);
    else note(`${rest.map(({ name }) => name).join(', ')} and ${person.name} are one person now`);
  });
}

function count(faces: number): string {
  return faces === 1 ? '1 face' : `${faces} faces`;
}

function newTable(head: string[]) {
  return new Table({ head, style: { head: [], border: [], compact: true } });
}
