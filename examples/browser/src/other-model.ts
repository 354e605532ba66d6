import type { StoredGallery } from '@facegpu/pipeline/gallery';
import { count } from './dom.ts';
import { download } from './download.ts';
import type { Notices } from './notices.ts';

/**
 * Makes the faces anew that another model has made, of their pictures. Where one can't be, nobody could be recognised
 * as long as it is there: it is taken out, and the visitor can save it.
 *
 * @param model the stamp of the one that faces are compared by
 * @param onProgress hears how many of them are done
 */
export async function makeAnew(
  gallery: Pick<StoredGallery, 'faces' | 'reembed' | 'export'>,
  model: string,
  notices: Pick<Notices, 'offer'>,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const faces = await gallery.faces();
  if (faces.every((face) => face.model === model)) return;
  const from = 'chips';
  const { failed } = await gallery.reembed({
    from,
    onProgress: ({ done, total = 0 }) => onProgress(done, total),
  });
  if (failed.length === 0) return;
  const before = JSON.stringify(await gallery.export({ chips: true }));
  await gallery.reembed({ from, drop: true });
  const which = `${count(failed.length, 'picture')} of people`;
  notices.offer(`${which} can’t be compared by the page’s new model: left out.`, 'Save all', () => {
    download('facegpu-people-before.json', new Blob([before], { type: 'application/json' }));
  });
}
