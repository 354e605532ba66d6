import { byId, make } from './dom.ts';

/** Photos to begin with, from beside the page. */
const names = [1, 2, 3, 4, 5, 6].map((i) => `sample${i}.jpg`);

/** Offers the sample photos, one by one and all together. */
export function offerSamples(
  onGiven: (photos: readonly File[]) => void,
  onError: (error: unknown) => void,
): void {
  const give = (wanted: readonly string[]) => {
    Promise.all(wanted.map(fetchSample)).then(onGiven, onError);
  };
  const list = byId('samples', HTMLElement);
  for (const name of names) {
    const image = make('img', { src: `samples/${name}`, alt: '', loading: 'lazy' });
    const button = make('button', { type: 'button', ariaLabel: `Try ${name}` }, image);
    button.addEventListener('click', () => give([name]));
    list.append(button);
  }
  byId('all-samples', HTMLButtonElement).addEventListener('click', () => give(names));
}

async function fetchSample(name: string): Promise<File> {
  const response = await fetch(`samples/${name}`);
  if (!response.ok) throw new Error(`samples/${name}: the server answered ${response.status}`);
  return new File([await response.blob()], name, { type: 'image/jpeg' });
}
