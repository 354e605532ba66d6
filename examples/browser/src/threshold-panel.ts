import { byId, count, make } from './dom.ts';
import { consequencesOf, histogramOf, type Pair } from './threshold.ts';

const bins = 40;

/** How many of the faces that were found have a name at a threshold. */
export interface Named {
  readonly named: number;
  readonly faces: number;
  readonly pictures: number;
}

/** The slider of the distance threshold, and what it does to the enrolled faces. */
export class ThresholdPanel {
  readonly #slider = byId('threshold', HTMLInputElement);
  readonly #value = byId('threshold-value', HTMLOutputElement);
  readonly #reset = byId('threshold-reset', HTMLButtonElement);
  readonly #namedLine = byId('named-line', HTMLElement);
  readonly #splitLine = byId('split-line', HTMLElement);
  readonly #mergedLine = byId('merged-line', HTMLElement);
  readonly #figure = byId('pairs', HTMLElement);
  readonly #histogram = byId('histogram', HTMLElement);
  #default = this.#slider.valueAsNumber;
  #pairs: readonly Pair[] = [];
  /** How many pairs of each kind lie in each column of the histogram. */
  #counts: Readonly<Record<string, readonly number[]>> = { same: [], different: [] };

  /** @param onChange is called whenever the slider has moved */
  constructor(onChange: (threshold: number) => void) {
    const changed = () => {
      this.#draw();
      onChange(this.value);
    };
    this.#slider.addEventListener('input', changed);
    this.#reset.addEventListener('click', () => {
      this.value = this.#default;
      changed();
    });
    this.#draw();
  }

  get value(): number {
    return this.#slider.valueAsNumber;
  }

  set value(threshold: number) {
    this.#slider.value = String(threshold);
    this.#draw();
  }

  /** Sets the threshold that fits the people who are known: the slider follows, unless it was moved. */
  setDefault(threshold: number): void {
    // A step of the slider, and not a looser one.
    const own = Math.floor(threshold * 100) / 100;
    if (this.value === this.#default) this.value = own;
    this.#default = own;
    this.#draw();
  }

  showPairs(pairs: readonly Pair[]): void {
    this.#pairs = pairs;
    const [from, to] = [Number(this.#slider.min), Number(this.#slider.max)];
    const count = (samePerson: boolean) => {
      const distances = pairs.filter((pair) => pair.samePerson === samePerson);
      return histogramOf(
        distances.map(({ distance }) => distance),
        { from, to, bins },
      );
    };
    this.#counts = { same: count(true), different: count(false) };
    this.#draw();
  }

  showNamed({ named, faces, pictures }: Named): void {
    this.#namedLine.textContent =
      faces === 0
        ? 'No faces yet.'
        : `${named} of ${count(faces, 'face')} in ${count(pictures, 'picture')} ${named === 1 ? 'has' : 'have'} a name.`;
  }

  #draw(): void {
    const { value } = this;
    this.#value.value = value.toFixed(2);
    this.#reset.disabled = value === this.#default;
    const { same, split, different, merged } = consequencesOf(this.#pairs, value);
    this.#splitLine.textContent =
      same === 0
        ? 'Name two pictures of one person to see whom it splits.'
        : `${split} of ${count(same, 'pair')} of one person would be split.`;
    this.#mergedLine.textContent =
      different === 0
        ? 'Name two people to see whom it merges.'
        : `${merged} of ${count(different, 'pair')} of two people would be merged.`;
    this.#splitLine.classList.toggle('bad', split > 0);
    this.#mergedLine.classList.toggle('bad', merged > 0);
    this.#drawHistogram();
  }

  /**
   * Pairs of one person stand up, pairs of two people hang down; where there are none of one kind, the
   * other one has all the room.
   */
  #drawHistogram(): void {
    const [from, to] = [Number(this.#slider.min), Number(this.#slider.max)];
    const kinds = ['same', 'different'].filter((kind) => this.#counts[kind].some((n) => n > 0));
    const columns = Array.from({ length: bins }, (_, i) => {
      const middle = from + ((i + 0.5) / bins) * (to - from);
      const column = make('div', { className: middle < this.value ? 'below' : '' });
      for (const kind of kinds) {
        const bar = make('span', { className: kind });
        const counts = this.#counts[kind];
        const share = counts[i] / Math.max(...counts);
        bar.style.height = share > 0 ? `${Math.max(8, (share * 100) / kinds.length)}%` : '0';
        column.append(bar);
      }
      return column;
    });
    const line = make('i');
    line.style.left = `${((this.value - from) / (to - from)) * 100}%`;
    this.#figure.hidden = kinds.length === 0;
    this.#histogram.className = kinds.join(' ');
    this.#histogram.replaceChildren(...columns, line);
  }
}
