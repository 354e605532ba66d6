import { App } from './app.ts';
import { takePhotos } from './drop.ts';
import { Loading } from './loading.ts';
import type { Engine } from './look.ts';
import { Notices } from './notices.ts';
import { PageError } from './page-error.ts';
import { People } from './people.ts';
import { openPipeline } from './pipeline.ts';
import { Recogniser } from './recogniser.ts';
import { offerSamples } from './samples.ts';
import { openStore, type Store } from './store.ts';

const notices = new Notices();
const loading = new Loading();

const engine: Promise<Engine> = openPipeline((progress) => loading.show(progress)).then(
  (pipeline) => ({ pipeline, recogniser: new Recogniser(pipeline) }),
);
const people = new People(await openStoreOrSay());
const app = new App(engine, people, notices);
takePhotos(
  (given) => app.add(given),
  (error) => notices.error(error),
);
offerSamples(
  (photos) => app.add({ photos, others: [] }),
  (error) => notices.error(error),
);
people.load().catch((cause) => {
  const fix = 'Reload the page. Whom you name now lasts until you close it.';
  notices.error(new PageError('The browser could not read the people it keeps.', fix, { cause }));
});
app.start().then(
  () => loading.done(),
  (error) => {
    app.fail();
    loading.fail(error);
  },
);

async function openStoreOrSay(): Promise<Store | undefined> {
  try {
    return await openStore();
  } catch (cause) {
    const fix = 'Leave the private window, or allow the page to keep data; or export your people.';
    const message = 'The browser keeps nothing for this page: people last until you close it.';
    notices.error(new PageError(message, fix, { cause }));
    return undefined;
  }
}
