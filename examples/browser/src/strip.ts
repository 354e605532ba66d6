import { byId, count, make } from './dom.ts';
import type { Scene } from './photo.ts';

/** The strip at the bottom: how long each stage took, and how many faces a second that is. */
export class Strip {
  readonly #bar = byId('stage-bar', HTMLElement);
  readonly #legend = byId('stage-legend', HTMLElement);
  readonly #rate = byId('rate', HTMLElement);

  show(scene: Scene | undefined): void {
    const { total, stages } = scene?.times ?? { total: 0, stages: [] };
    this.#bar.replaceChildren(
      ...stages.map(([stage, time]) => {
        const segment = make('span', { title: `${stage}: ${milliseconds(time)}` });
        segment.dataset.stage = stage;
        segment.style.flexGrow = String(time);
        return segment;
      }),
    );
    this.#legend.replaceChildren(
      ...stages.map(([stage, time]) => {
        const item = make('li', {}, stage, ' ', make('b', { textContent: milliseconds(time) }));
        item.dataset.stage = stage;
        return item;
      }),
    );
    this.#rate.textContent = scene ? rateOf(scene.faces.length, total) : '';
  }
}

function rateOf(faces: number, total: number): string {
  const rate = faces / (total / 1000);
  const rounded = rate < 10 ? rate.toFixed(1) : Math.round(rate);
  return `${count(faces, 'face')} in ${milliseconds(total)}, ${rounded} faces a second`;
}

function milliseconds(time: number): string {
  return `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`;
}
