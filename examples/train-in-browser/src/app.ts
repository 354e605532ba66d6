import type { PresetName } from '@facegpu/train';
import { byId, count } from '../../browser/src/dom.ts';
import { download } from '../../browser/src/download.ts';
import { type Given, pathOf } from '../../browser/src/drop.ts';
import { ended, explain, sentence } from '../../browser/src/page-error.ts';
import { Curves } from './curves.ts';
import { fewestPairs, holdOut } from './hold-out.ts';
import type { Explanation, Reply, Request, StepNews, TrainingResult } from './messages.ts';
import { People } from './people.ts';
import { PeoplePanel } from './people-panel.ts';

/** The page: people, and a training with them. */
export class App {
  readonly #worker: Worker;
  readonly #people = new People();
  readonly #panel = new PeoplePanel(this.#people);
  readonly #train = byId('train', HTMLButtonElement);
  readonly #stop = byId('stop', HTMLButtonElement);
  #isReady = false;
  #isTraining = false;
  #curves: Curves | undefined;
  /** When the training that goes on was begun. */
  #begun = 0;
  #model: Uint8Array<ArrayBuffer> | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => this.#hear(data));
    worker.addEventListener('error', ({ message }) => {
      this.fail(new Error(`the worker can't go on: ${message}`));
    });
    byId('settings', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#begin();
    });
    this.#stop.addEventListener('click', () => {
      this.#ask({ kind: 'stop' });
      this.#stop.disabled = true;
    });
    byId('download', HTMLButtonElement).addEventListener('click', () => {
      if (this.#model) download('own.safetensors', new Blob([this.#model]));
    });
  }

  /** Takes photos, and has the worker look at them. */
  add({ photos, others }: Given): void {
    const { added, homeless } = this.#people.add(photos, photos.map(pathOf));
    for (const name of others) this.#panel.problem(`${name} is no picture.`);
    for (const name of homeless) {
      this.#panel.problem(`${name} lies in no folder: whom it shows is what its folder is called.`);
    }
    this.#panel.show();
    if (this.#isReady) for (const photo of added) this.#look(photo);
    this.#update();
  }

  /** Says what went wrong with the page as a whole. */
  fail(error: unknown): void {
    const { message, fix } = explain(error);
    this.#warn({ message, fix });
  }

  #ask(request: Request): void {
    this.#worker.postMessage(request);
  }

  #look({ number, file }: { readonly number: number; readonly file: File }): void {
    this.#ask({ kind: 'look', photo: number, file });
  }

  #hear(reply: Reply): void {
    switch (reply.kind) {
      case 'loading': {
        const { stage, loaded, total } = reply.progress;
        const what = stage === 'models' ? 'Loading models' : 'Compiling networks';
        const share = total > 0 ? `: ${Math.round((100 * loaded) / total)} %` : '';
        byId('adapter', HTMLElement).textContent = `${what}${share}`;
        break;
      }
      case 'ready': {
        const slow = reply.software ? ', which has no graphics processor and is slow' : '';
        byId('adapter', HTMLElement).textContent = `Runs on ${reply.adapter}${slow}.`;
        this.#isReady = true;
        for (const photo of this.#people.photos) this.#look(photo);
        break;
      }
      case 'unable':
        byId('failure', HTMLElement).hidden = false;
        byId('failure-message', HTMLElement).textContent = sentence(reply.error.message);
        byId('failure-fix', HTMLElement).textContent = reply.error.fix;
        byId('adapter', HTMLElement).textContent = '';
        break;
      case 'looked':
        this.#onLooked(reply);
        break;
      case 'step':
        this.#onStep(reply.news);
        break;
      case 'measured':
        this.#curves?.addAccuracy(reply.step, reply.accuracy);
        break;
      case 'trained':
        this.#onTrained(reply.result);
        break;
      case 'failed':
        this.#isTraining = false;
        this.#warn(reply.error);
        this.#update();
    }
  }

  #onLooked({ photo: number, found }: Extract<Reply, { kind: 'looked' }>): void {
    const photo = this.#people.photos[number];
    const where = `${photo.person}/${photo.file.name}`;
    if ('message' in found) {
      photo.found = 'unreadable';
      this.#panel.problem(ended(`${where}: ${found.message}`));
    } else {
      photo.found = found;
      const { chip, others } = found;
      if (!chip) this.#panel.problem(`${where} has no face: it is left out.`);
      else if (others > 0) {
        this.#panel.problem(`${where} has ${others + 1} faces: the most prominent one is taken.`);
      }
    }
    this.#panel.show();
    this.#update();
  }

  #begin(): void {
    const split = this.#split();
    if (!split || this.#train.disabled) return;
    const faces = this.#people.faces();
    const photosOf = (names: readonly string[]) => names.map((name) => faces.get(name) ?? []);
    this.#isTraining = true;
    this.#model = undefined;
    this.#begun = performance.now();
    this.#curves = new Curves();
    byId('warning', HTMLElement).hidden = true;
    byId('result', HTMLElement).hidden = true;
    byId('course-text', HTMLElement).textContent = 'Cutting faces and compiling the network';
    byId('course-bar', HTMLProgressElement).removeAttribute('value');
    this.#ask({
      kind: 'train',
      order: {
        net: byId('net', HTMLSelectElement).value as PresetName,
        minutes: byId('minutes', HTMLInputElement).valueAsNumber,
        train: photosOf(split.train),
        held: photosOf(split.test),
      },
    });
    this.#update();
  }

  #onStep(news: StepNews): void {
    this.#curves?.addStep(news);
    const { step, share, photos, milliseconds, isCollapsed } = news;
    const spent = (performance.now() - this.#begun) / 1000;
    const left = share > 0 ? timeOf((spent * (1 - share)) / share) : '';
    const speed = Math.round((1000 * photos) / milliseconds);
    byId('course-text', HTMLElement).textContent =
      `Step ${step}: ${speed.toLocaleString()} photos a second, ${left} left`;
    byId('course-bar', HTMLProgressElement).value = share;
    if (isCollapsed) {
      this.#warn({
        message: 'all descriptors lie together: the network tells nobody apart',
        fix: 'It may recover. If not, stop, and train with more photos.',
      });
    } else byId('warning', HTMLElement).hidden = true;
  }

  #onTrained({ accuracy, auc, people, model }: TrainingResult): void {
    this.#isTraining = false;
    this.#model = model;
    const size = (model.byteLength / 1e6).toFixed(1);
    byId('result-text', HTMLElement).textContent =
      `Of pairs of photos of ${count(people, 'person', 'people')} whom it was not trained with, it tells ` +
      `${Math.round(100 * accuracy)} % right; the area under the curve is ${auc.toFixed(2)}. ` +
      `The model has ${size} MB: use it with FacePipeline.create({ recognizer: 'own.safetensors' }).`;
    byId('result', HTMLElement).hidden = false;
    this.#update();
  }

  #warn({ message, fix }: Explanation): void {
    const warning = byId('warning', HTMLElement);
    warning.textContent = `${sentence(message)} ${fix}`;
    warning.hidden = false;
  }

  #split() {
    const faces = this.#people.faces();
    return holdOut(new Map([...faces].map(([name, own]) => [name, own.length])));
  }

  /** Shows what can be done now. */
  #update(): void {
    this.#panel.showProgress();
    const { photos } = this.#people;
    const isDone = photos.every(({ found }) => found !== undefined);
    const split = isDone ? this.#split() : undefined;
    this.#train.hidden = this.#isTraining;
    this.#train.disabled = !split;
    this.#stop.hidden = !this.#isTraining;
    this.#stop.disabled = false;
    byId('course', HTMLElement).hidden = !this.#isTraining;
    const plan = byId('plan', HTMLElement);
    if (photos.length === 0 || !isDone) plan.textContent = '';
    else if (split) {
      plan.textContent =
        `${count(split.train.length, 'person', 'people')} to train with, ` +
        `${count(split.test.length, 'other')} to measure with.`;
    } else {
      const usable = [...this.#people.faces().values()].filter((own) => own.length > 1).length;
      plan.textContent =
        `Too few people: ${usable} of them ${usable === 1 ? 'has' : 'have'} two photos with a face or more. ` +
        `Two at least are trained with, and others are measured with, who have to make ${fewestPairs} pairs of ` +
        'photos of two people: five people of six photos each make enough.';
    }
  }
}

function timeOf(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
