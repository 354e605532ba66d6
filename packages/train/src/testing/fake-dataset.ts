import path from 'node:path';
import sharp from 'sharp';
import { findSuspects } from '../clean/find-suspects.ts';
import type { PageData } from '../clean/page/data.ts';
import { makePageData } from '../clean/page/make-page.ts';
import type { Dataset, PreparedPhoto } from '../dataset/prepare-dataset.ts';
import { descriptorOf, fakePhoto, fakeRecognizer, nearestBy } from './fake-faces.ts';
import { writeFiles } from './use-folder.ts';

/** A colour for each person, so that chips can be told apart by eye. */
const colours: Readonly<Record<string, string>> = { Ann: '#c0504d', Bob: '#4f81bd', Cy: '#9bbb59' };

/**
 * A data set of three people with four photos each in a folder, of which two have wrong labels and one has no
 * face; the photos' pictures are one colour.
 */
export async function fakeDataset(folder: string): Promise<Dataset> {
  const photos: PreparedPhoto[] = [];
  for (const person of Object.keys(colours)) {
    for (let i = 1; i <= 4; i++) {
      const shows = (person === 'Ann' && i === 2) || (person === 'Cy' && i === 1) ? 'Bob' : person;
      const file = `${person}/${i}.png`;
      const photo = fakePhoto(file, person, descriptorOf(shows, file, 0.5));
      photos.push(person === 'Cy' && i === 3 ? { ...photo, face: null } : photo);
      await writeFiles(folder, { [file]: await picture(shows, 150) });
    }
  }
  return {
    root: folder,
    photos,
    unreadable: [],
    problems: [],
    recognizer: fakeRecognizer,
    async readChip({ file, person }) {
      const shows = file === 'Ann/2.png' || file === 'Cy/1.png' ? 'Bob' : person;
      const { data } = await sharp(await picture(shows, 64))
        .ensureAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      return { width: 64, height: 64, data: Uint8ClampedArray.from(data) };
    },
  };
}

/** The page of such a data set. */
export async function fakePage(folder: string): Promise<PageData> {
  const dataset = await fakeDataset(path.join(folder, 'people'));
  return makePageData({
    dataset,
    photos: dataset.photos,
    findings: await findSuspects(
      dataset.photos,
      [],
      fakeRecognizer,
      nearestBy(fakeRecognizer.metric),
    ),
    hashes: new Map(),
    limit: 100,
    id: path.basename(folder),
    title: 'Cleaning people </script><b>',
    decisions: [],
  });
}

function picture(person: string, side: number): Promise<Buffer> {
  const background = colours[person];
  return sharp({ create: { width: side, height: side, channels: 3, background } })
    .png()
    .toBuffer();
}
