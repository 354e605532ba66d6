import { byId } from '../../browser/src/dom.ts';
import { photosOf, takeDrops } from '../../browser/src/drop.ts';
import { App } from './app.ts';

const worker = new Worker(`trainer-worker.js${location.search}`, { type: 'module' });
const app = new App(worker);
const take = (event: Event) => {
  photosOf(event).then(
    (given) => app.add(given),
    (error) => app.fail(error),
  );
};
takeDrops(take);
const input = byId('folder-input', HTMLInputElement);
byId('open-folder', HTMLButtonElement).addEventListener('click', () => input.click());
input.addEventListener('change', (event) => {
  take(event);
  // So that the same folder can be chosen again.
  setTimeout(() => {
    input.value = '';
  });
});
