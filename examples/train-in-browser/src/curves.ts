import uPlot from 'uplot';
import { byId, make } from '../../browser/src/dom.ts';
import type { StepNews } from './messages.ts';

interface Line {
  readonly label: string;
  /** The name of a colour of the style sheet. */
  readonly colour: string;
}

const pixelsHigh = 170;

/** Curves of a training, which grow while it goes on. */
export class Curves {
  readonly #element = byId('curves', HTMLElement);
  readonly #loss: Curve;
  readonly #active: Curve;
  readonly #distances: Curve;
  readonly #accuracy: Curve;

  constructor() {
    this.#element.replaceChildren();
    this.#element.hidden = false;
    const curve = (lines: readonly Line[]) => new Curve(this.#element, lines);
    this.#loss = curve([{ label: 'Loss', colour: '--accent' }]);
    this.#active = curve([{ label: 'Share of triplets that push', colour: '--accent' }]);
    this.#distances = curve([
      { label: 'Distance within people', colour: '--accent' },
      { label: 'between people', colour: '--bad' },
    ]);
    this.#accuracy = curve([{ label: 'Accuracy on other people', colour: '--accent' }]);
  }

  addStep({ step, report }: StepNews): void {
    this.#loss.add(step, [report.loss]);
    this.#active.add(step, [report.active]);
    this.#distances.add(step, [report.within, report.between]);
  }

  addAccuracy(step: number, accuracy: number): void {
    this.#accuracy.add(step, [accuracy]);
  }
}

class Curve {
  readonly #plot: uPlot;
  readonly #values: HTMLElement[];
  /** Steps, and the values of each line. */
  readonly #columns: number[][];
  #isDue = false;

  constructor(parent: HTMLElement, lines: readonly Line[]) {
    this.#columns = [[], ...lines.map(() => [])];
    this.#values = lines.map(() => make('span', { className: 'value' }));
    const labels = lines.map(({ label, colour }, i) => {
      const name = make('span', {}, `${label} `, this.#values[i]);
      if (lines.length > 1) name.style.color = `var(${colour})`;
      return name;
    });
    const figure = make('figure', {}, make('figcaption', {}, ...labels));
    parent.append(figure);
    const axis = { stroke: colourOf('--soft'), grid: { stroke: colourOf('--line'), width: 1 } };
    this.#plot = new uPlot(
      {
        width: figure.clientWidth,
        height: pixelsHigh,
        scales: { x: { time: false } },
        legend: { show: false },
        cursor: { show: false },
        axes: [axis, { ...axis, size: 48 }],
        series: [{}, ...lines.map(({ colour }) => ({ stroke: colourOf(colour), width: 2 }))],
      },
      [[], ...lines.map(() => [])],
      figure,
    );
    new ResizeObserver(() => {
      this.#plot.setSize({ width: figure.clientWidth, height: pixelsHigh });
    }).observe(figure);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      this.#plot.redraw();
    });
  }

  add(step: number, values: readonly number[]): void {
    for (const [i, value] of [step, ...values].entries()) this.#columns[i].push(value);
    // As often as the screen shows something new, and not for each of many steps in between.
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      const [steps, ...lines] = this.#columns;
      this.#plot.setData([steps, ...lines]);
      for (const [i, line] of lines.entries()) {
        this.#values[i].textContent = line[line.length - 1].toPrecision(3);
      }
    });
  }
}

/** A colour of the style sheet as it is now, light or dark, as a canvas takes it. */
function colourOf(name: string): () => string {
  return () => {
    const probe = byId('curves', HTMLElement);
    const before = probe.style.color;
    probe.style.color = `var(${name})`;
    const { color } = getComputedStyle(probe);
    probe.style.color = before;
    return color;
  };
}
