import { repairGallery } from '../../../gallery/repair.ts';
import { shownPlace } from '../../../gallery/storages/postgres.ts';
import { statsOf } from '../../../gallery/stored-people.ts';
import { type GalleryFileOptions, keyOf, withRecords } from '../../gallery-options.ts';
import { note, printJson, printText } from '../../report.ts';

/** `facegpu gallery create`: an empty gallery, or the one that is there. */
export async function create(where: string, options: GalleryFileOptions): Promise<void> {
  const stats = await withRecords(where, options, statsOf, true);
  if (options.json) printJson(stats);
  else note(`${shownPlace(where)} is a gallery of ${stats.people} people`);
}

/** `facegpu gallery stats`: how large it is. */
export async function stats(where: string, options: GalleryFileOptions): Promise<void> {
  const found = await withRecords(where, options, statsOf);
  if (options.json) {
    printJson(found);
    return;
  }
  const { people, faces, unnamed, photos, model, bytes } = found;
  printText(
    [
      `people   ${people}`,
      `faces    ${faces}`,
      `unnamed  ${unnamed}`,
      `photos   ${photos}`,
      `model    ${model ?? 'none yet'}`,
      `size     ${(bytes / 1e6).toFixed(1)} MB`,
    ].join('\n'),
  );
}

/** `facegpu gallery compact`: gives back the room of what was removed. */
export async function compact(where: string, options: GalleryFileOptions): Promise<void> {
  const found = await withRecords(where, options, async (records) => {
    await records.storage.compact();
    return statsOf(records);
  });
  if (options.json) printJson(found);
  else note(`${shownPlace(where)} takes ${(found.bytes / 1e6).toFixed(1)} MB now`);
}

/** `facegpu gallery repair`: saves what a damaged file still says. */
export async function repair(where: string, options: GalleryFileOptions): Promise<void> {
  const report = await repairGallery(where, await keyOf(options));
  if (options.json) {
    printJson(report);
    return;
  }
  const { people, faces, photos, withoutVector, lost, kept } = report;
  note(`${where} has ${people} people, ${faces} faces and ${photos} photos`);
  note(lost > 0 ? `${lost} rows could not be read` : 'nothing was lost');
  if (withoutVector > 0) {
    note(`${withoutVector} faces have lost their vectors: facegpu gallery reembed makes them anew`);
  }
  if (kept !== null) note(`the file as it was is ${kept}`);
}
