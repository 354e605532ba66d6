import { Gallery } from '@facegpu/pipeline';
import { MemoryStorage, openPeople, type StoredPeople } from '@facegpu/pipeline/gallery';
import { App } from './app.ts';
import { takePhotos } from './drop.ts';
import { takeEarlierPeople } from './earlier-people.ts';
import { Loading } from './loading.ts';
import type { Engine } from './look.ts';
import { Notices } from './notices.ts';
import { makeAnew } from './other-model.ts';
import { PageError } from './page-error.ts';
import { People } from './people.ts';
import { PeopleControls } from './people-controls.ts';
import { openPipeline } from './pipeline.ts';
import { Recogniser } from './recogniser.ts';
import { offerSamples } from './samples.ts';

const notices = new Notices();
const loading = new Loading();

const kept = openKept();
const engine = openEngine();
engine.catch(() => {});
const tabs = new BroadcastChannel('facegpu-people');
const people = new People({ stored: (await kept).stored, engine, tabs });
const controls = new PeopleControls(people, engine, notices);
const app = new App({ engine, people, controls, notices });
takePhotos(
  (given) => app.add(given),
  (error) => notices.error(error),
);
offerSamples(
  (photos) => app.add({ photos, others: [] }),
  (error) => notices.error(error),
);
people.load().catch(sayUnreadable);
app.start().then(
  () => {
    loading.done();
    takeEarlierPeople((earlier) => controls.take(earlier)).catch(sayUnreadable);
  },
  (error) => {
    app.fail();
    loading.fail(error);
  },
);

/** The people whom the browser keeps; where it keeps nothing, they last as long as the page. */
async function openKept(): Promise<{
  readonly where: Parameters<typeof openPeople>[0];
  readonly stored: StoredPeople;
}> {
  const where = 'indexeddb:people';
  try {
    return { where, stored: await openPeople(where) };
  } catch (cause) {
    const fix = 'Leave the private window, or allow the page to keep data; or export your people.';
    const message = 'The browser keeps nothing for this page: people last until you close it.';
    // Without https the page says already that nothing goes.
    if (isSecureContext) notices.error(new PageError(message, fix, { cause }));
    const storage = new MemoryStorage();
    return { where: storage, stored: await openPeople(storage) };
  }
}

function sayUnreadable(cause: unknown): void {
  const fix = 'Reload the page, or allow it to keep data.';
  notices.error(new PageError('The browser could not read the people it keeps.', fix, { cause }));
}

async function openEngine(): Promise<Engine> {
  const pipeline = await openPipeline((progress) => loading.show(progress));
  const gallery = await Gallery.open((await kept).where, { pipeline });
  await makeAnew(gallery, pipeline.info.model, notices, (loaded, total) => {
    loading.show({ stage: 'people', loaded, total });
  });
  return { pipeline, gallery, recogniser: new Recogniser(gallery) };
}
