import { showAdapter } from './adapter-line.ts';
import { Batch, type BatchProgress } from './batch.ts';
import { byId, count } from './dom.ts';
import type { Given } from './drop.ts';
import { FilmStrip } from './film-strip.ts';
import type { Live } from './live.ts';
import { type Engine, look } from './look.ts';
import { NameForm } from './name-form.ts';
import type { Notices } from './notices.ts';
import type { People } from './people.ts';
import { type PeopleActions, PeoplePanel } from './people-panel.ts';
import { PersonFilter } from './person-filter.ts';
import { bestMatch, createPhoto, type Photo, type Scene, type SeenFace } from './photo.ts';
import { PictureStateCard, stateOf } from './picture-state.ts';
import { Stage } from './stage.ts';
import { Strip } from './strip.ts';
import { pairsOf } from './threshold.ts';
import { ThresholdPanel } from './threshold-panel.ts';
import { WebcamControls } from './webcam-controls.ts';

export interface AppParts {
  readonly engine: Promise<Engine>;
  readonly people: People;
  readonly controls: PeopleActions;
  readonly notices: Notices;
}

/** The page: photos and people, and what is on the stage. */
export class App {
  readonly #engine: Promise<Engine>;
  /** The same, once it is there. */
  #ready: Engine | undefined;
  readonly #people: People;
  readonly #notices: Notices;
  readonly #stage = new Stage({
    onPick: (seen, button) => void this.#nameFace(seen, button),
    onTraits: () => this.#lookForTraits(),
  });
  readonly #nameForm = new NameForm();
  readonly #film = new FilmStrip(byId('film', HTMLElement), (photo) => this.show(photo));
  readonly #filter = new PersonFilter(this.#film, (name) => this.#onFilter(name));
  readonly #strip = new Strip();
  readonly #state = new PictureStateCard({
    cancel: () => this.#batch.cancel(),
    look: () => this.#current && void this.#batch.add([this.#current]),
  });
  readonly #panel: PeoplePanel;
  readonly #thresholds = new ThresholdPanel(() => this.#showNames());
  readonly #batch: Batch;
  readonly #webcam: WebcamControls;
  readonly #photos: Photo[] = [];
  #current: Photo | undefined;
  /** Counts the changes of the people: what one has begun, the next one makes useless. */
  #turn = 0;
  /** What was on the stage before the webcam. */
  #last: Photo | undefined;
  /** Nothing can be looked at here. */
  #hasFailed = false;

  constructor({ engine, people, controls, notices }: AppParts) {
    this.#engine = engine;
    this.#people = people;
    this.#notices = notices;
    this.#panel = new PeoplePanel(controls, people.portraits, (name) => this.#filter.set(name));
    const lookAt = (picture: Blob | HTMLVideoElement, signal: AbortSignal) =>
      look(engine, picture, { traits: this.#stage.wantsTraits, signal });
    this.#batch = new Batch(
      ({ file }, signal) => lookAt(file, signal),
      (progress, changed) => this.#onBatch(progress, changed),
    );
    byId('batch-cancel', HTMLButtonElement).addEventListener('click', () => this.#batch.cancel());
    byId('remove-photo', HTMLButtonElement).addEventListener('click', () => this.#removeCurrent());
    byId('film', HTMLElement).addEventListener('keydown', ({ key }) => {
      if (key === 'Delete') this.#removeCurrent();
    });
    this.#webcam = new WebcamControls({
      look: lookAt,
      onStart: (video) => this.#showVideo(video),
      onScene: (scene) => this.#draw(scene),
      onStill: (photo) => this.add({ photos: [photo], others: [] }),
      onStop: () => this.#leaveVideo(),
      onError: (error) => notices.error(error),
    });
    people.onChange(() => void this.#onPeople());
  }

  /** Begins to look: the models are there. */
  async start(): Promise<void> {
    this.#ready = await this.#engine;
    await this.#onPeople();
    showAdapter(this.#ready.pipeline.info);
  }

  /** Says that nothing can be looked at: what is given from now on is left alone. */
  fail(): void {
    this.#hasFailed = true;
    document.body.classList.add('failed');
  }

  /** Takes photos into the film strip and looks at them. */
  add({ photos: files, others }: Given): void {
    if (this.#hasFailed) return;
    if (others.length > 0) this.#notices.error(new Error(leftOut(others)));
    const photos = files.map((file) => createPhoto(file, file.name));
    const [first] = photos;
    if (!first) return;
    this.#photos.push(...photos);
    this.#filter.set(undefined);
    this.#film.add(photos);
    void this.#batch.add(photos);
    this.show(first);
  }

  /** Puts a photo on the stage. */
  show(photo: Photo): void {
    this.#webcam.stop();
    this.#nameForm.close();
    this.#current = photo;
    this.#last = photo;
    this.#film.select(photo);
    this.#strip.show(photo.scene);
    void this.#stage.showPhoto(photo, this.#thresholds.value);
    if (photo.status === 'skipped') void this.#batch.add([photo]);
    this.#lookForTraits();
    this.#showState();
    if (photo.scene) this.#announce(photo.scene, photo.name);
  }

  /** Takes the photo on the stage out of the film strip; the one beside it is next. */
  #removeCurrent(): void {
    const photo = this.#current;
    if (!photo) return;
    const { shown } = this.#film;
    const index = shown.indexOf(photo);
    this.#photos.splice(this.#photos.indexOf(photo), 1);
    this.#film.remove(photo);
    const next = shown[index + 1] ?? shown[index - 1] ?? this.#photos[0];
    if (next) this.show(next);
    else this.#showWelcome();
    if (photo.status === 'waiting') this.#batch.remove(photo);
    else if (photo.status === 'working' && this.#batch.total === 1) this.#batch.cancel();
    this.#notices.announce(`${photo.name} was removed.`);
  }

  /** Looks once more at a photo whose faces were not asked for age, gender and expression. */
  #lookForTraits(): void {
    const photo = this.#current;
    if (!photo || !this.#stage.wantsTraits || photo.status !== 'done') return;
    if (!photo.scene?.hasTraits) void this.#batch.add([photo]);
  }

  /** Other photos are in the film strip: those of one person, or all again. */
  #onFilter(name: string | undefined): void {
    this.#panel.select(name);
    this.#filter.apply(this.#thresholds.value);
    const { shown } = this.#film;
    if (name !== undefined && shown.length > 0 && !shown.includes(this.#current as Photo)) {
      this.show(shown[0]);
    }
    this.#notices.announce(this.#filter.says);
  }

  #showVideo(video: HTMLVideoElement): void {
    this.#nameForm.close();
    this.#current = undefined;
    this.#film.select(undefined);
    this.#strip.show(undefined);
    this.#stage.showVideo(video);
    this.#showState();
  }

  /** The webcam is off: what was there before comes back. */
  #leaveVideo(): void {
    if (this.#current) return;
    if (this.#last) this.show(this.#last);
    else this.#showWelcome();
  }

  #showWelcome(): void {
    this.#nameForm.close();
    this.#current = undefined;
    this.#last = undefined;
    this.#strip.show(undefined);
    this.#stage.showWelcome();
    this.#showState();
    this.#countNames();
  }

  /** What becomes of what is on the stage. */
  #showState(): void {
    const { live } = this.#webcam;
    byId('remove-photo', HTMLButtonElement).hidden = !this.#current;
    const photo = this.#current;
    if (photo) this.#state.show(stateOf(photo), this.#batch.total === 1, photo.error);
    else if (!live) this.#state.show(undefined);
    else if (!live.scene) this.#state.show('working');
    else this.#state.show(live.scene.faces.length > 0 ? undefined : 'without faces');
  }

  #draw(scene: Scene): void {
    this.#stage.draw(scene, this.#thresholds.value);
    this.#strip.show(scene);
    this.#showState();
    this.#countNames();
  }

  #onBatch({ done, total }: BatchProgress, changed: readonly Photo[]): void {
    byId('batch', HTMLElement).hidden = total < 2;
    byId('batch-text', HTMLElement).textContent = `${done} of ${total} photos`;
    Object.assign(byId('batch-bar', HTMLProgressElement), { max: Math.max(1, total), value: done });
    for (const photo of changed) {
      this.#film.update(photo);
      if (photo.status === 'failed') this.#notices.error(photo.error, photo.name);
      if (photo === this.#current && photo.scene) {
        this.#draw(photo.scene);
        this.#announce(photo.scene, photo.name);
      }
    }
    this.#showState();
    this.#countNames();
  }

  async #nameFace(seen: SeenFace, button: HTMLButtonElement): Promise<void> {
    const { descriptor, chip } = seen.face;
    const live = this.#webcam.live;
    live?.pause();
    const names = this.#people.list.map((person) => person.name);
    const { value: threshold } = this.#thresholds;
    const name = await this.#nameForm.ask(seen, { names, threshold }, button);
    if (live) void live.resume();
    if (!name || !chip) return;
    try {
      await this.#people.enrol(name, { ...descriptor, chip });
      this.#notices.announce(`${name} is enrolled.`);
    } catch (error) {
      this.#notices.error(error);
    }
  }

  /** The people have changed: everybody may have another name now. */
  async #onPeople(): Promise<void> {
    const turn = ++this.#turn;
    const { list } = this.#people;
    if (!list.some(({ name }) => name === this.#filter.name)) this.#filter.set(undefined);
    this.#panel.show(list);
    if (!this.#ready) return;
    const { pipeline, recogniser } = this.#ready;
    void pairsOf(list, pipeline.info.metric).then((pairs) => {
      if (turn === this.#turn) this.#thresholds.showPairs(pairs);
    });
    const first = this.#sceneOnStage?.faces ?? [];
    const others = this.#scenes.flatMap(({ faces }) => faces).filter((f) => !first.includes(f));
    try {
      this.#thresholds.setDefault(await recogniser.threshold());
      await recogniser.lookAgain([...first, ...others], () => this.#showNames());
      this.#showNames();
    } catch (error) {
      this.#notices.error(error);
    }
  }

  get #sceneOnStage(): Scene | undefined {
    return this.#webcam.live?.scene ?? this.#current?.scene;
  }

  get #scenes(): Scene[] {
    const live: Live | undefined = this.#webcam.live;
    const scenes = [...this.#photos.map(({ scene }) => scene), live?.scene];
    return scenes.filter((scene) => scene !== undefined);
  }

  #showNames(): void {
    this.#stage.name(this.#thresholds.value);
    this.#countNames();
  }

  #countNames(): void {
    const scenes = this.#scenes;
    const faces = scenes.flatMap((scene) => scene.faces);
    const named = faces.filter((seen) => bestMatch(seen, this.#thresholds.value)).length;
    this.#thresholds.showNamed({ named, faces: faces.length, pictures: scenes.length });
    this.#filter.apply(this.#thresholds.value);
  }

  #announce({ faces }: Scene, photo: string): void {
    const names = faces.map((seen) => bestMatch(seen, this.#thresholds.value)?.name ?? 'unknown');
    const who = faces.length > 0 ? `: ${names.join(', ')}` : '';
    this.#notices.announce(`${photo}: ${count(faces.length, 'face')}${who}`);
  }
}

/** Says which files are no pictures; of many only how many. */
function leftOut(names: readonly string[]): string {
  const which = names.length <= 3 ? names.join(', ') : count(names.length, 'file');
  return `Left out: ${which} ${names.length === 1 ? 'is not a picture' : 'are not pictures'}.`;
}
