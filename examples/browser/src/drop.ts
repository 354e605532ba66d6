import { byId } from './dom.ts';

/** Photos that somebody gave, and the names of files that are none. */
export interface Given {
  readonly photos: readonly File[];
  readonly others: readonly string[];
}

/** Takes photos that are dropped, pasted, or chosen as files or as a folder. */
export function takePhotos(onGiven: (given: Given) => void, onError: (error: unknown) => void) {
  const take = (event: Event) => {
    photosOf(event).then(onGiven, onError);
  };
  takeDrops(take);
  for (const [buttonId, inputId] of [
    ['open-photos', 'photo-input'],
    ['open-folder', 'folder-input'],
    ['choose-photos', 'photo-input'],
  ] as const) {
    const input = byId(inputId, HTMLInputElement);
    byId(buttonId, HTMLButtonElement).addEventListener('click', () => input.click());
  }
  for (const id of ['photo-input', 'folder-input']) {
    const input = byId(id, HTMLInputElement);
    input.addEventListener('change', (event) => {
      take(event);
      // So that the same file can be chosen again.
      setTimeout(() => {
        input.value = '';
      });
    });
  }
  document.addEventListener('paste', ({ clipboardData }) => {
    const files = [...(clipboardData?.files ?? [])];
    if (files.length > 0) onGiven(photosAmong(files));
  });
}

/** The photos of a drop, or of what was chosen; folders are gone into. */
export async function photosOf(event: Event): Promise<Given> {
  const held = hold(event);
  // It knows a thousand types of files by their endings: nothing that a page needs to begin with.
  const { fromEvent } = await import('file-selector');
  const found = await fromEvent(held as Event);
  return photosAmong(found.filter((file) => file instanceof File));
}

/** What an event gives, in a form of the same shape: the event itself has it only while it is handled. */
function hold(event: Event): object {
  const { type, target } = event;
  if (!(event instanceof DragEvent)) {
    return { target: { files: [...((target as HTMLInputElement).files ?? [])] } };
  }
  const items = Array.from(event.dataTransfer?.items ?? [], (item) => {
    const [entry, file] = [item.webkitGetAsEntry(), item.getAsFile()];
    return { kind: item.kind, webkitGetAsEntry: () => entry, getAsFile: () => file };
  });
  return { type, dataTransfer: { items } };
}

/** Hears of files and folders that are dropped anywhere. */
export function takeDrops(take: (event: Event) => void): void {
  const { body } = document;
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;
  document.addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    body.classList.add('dropping');
  });
  document.addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) body.classList.remove('dropping');
  });
  document.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    body.classList.remove('dropping');
    take(event);
  });
}

/** Where a file lies in the folder that was given. */
export function pathOf(file: File): string {
  return 'path' in file && typeof file.path === 'string' ? file.path : file.name;
}

/** 2.jpg comes before 10.jpg: a folder is listed in an order that means nothing. */
const { compare } = new Intl.Collator(undefined, { numeric: true });

/** Files that say they are pictures, and those that the browser knows by their ending only. */
function photosAmong(files: readonly File[]): Given {
  const isPhoto = ({ type, name }: File) =>
    type.startsWith('image/') || /\.(heic|heif|avif|jxl|tiff?)$/i.test(name);
  const sorted = [...files].sort((a, b) => compare(pathOf(a), pathOf(b)));
  return {
    photos: sorted.filter(isPhoto),
    others: sorted.filter((file) => !isPhoto(file)).map(({ name }) => name),
  };
}
