import { Presets, SingleBar } from 'cli-progress';
import { onInterrupt } from './interrupt.ts';
import { messages } from './messages.ts';
import { note, setLastLine } from './report.ts';

/** How often there is a line of progress where stderr is no terminal, in milliseconds. */
const between = 5000;

/** How far the work has come, on stderr: a bar where that is a terminal, and else a line every few seconds. */
export class Progress {
  readonly #total: number;
  readonly #what: string;
  readonly #unit: string | undefined;
  readonly #begin = performance.now();
  readonly #end: () => void;
  #bar: SingleBar | undefined;
  #done = 0;

  /** @param unit what is counted, where it is to be said how many of them are done in a second */
  constructor(total: number, what: string, unit?: string) {
    this.#total = total;
    this.#what = what;
    this.#unit = unit;
    if (total < 2) this.#end = () => {};
    else this.#end = messages.isTTY ? this.#showBar() : this.#sayNowAndThen();
  }

  advance(): void {
    this.#done++;
    this.#bar?.update(this.#done, { rate: this.#rate() });
  }

  stop(): void {
    this.#end();
  }

  /** How many are done in a second, as a text. */
  #rate(): string {
    const seconds = (performance.now() - this.#begin) / 1000;
    return (this.#done / Math.max(seconds, 1e-3)).toPrecision(2);
  }

  #showBar(): () => void {
    const rate = this.#unit === undefined ? '' : ` · {rate} ${this.#unit}/s`;
    const format = `${this.#what} {bar} {value}/{total}${rate} · {eta_formatted} left`;
    const options = { stream: messages, format, clearOnComplete: true, hideCursor: true };
    // Whatever is written above it takes its line away until it is drawn again.
    const bar = new SingleBar({ ...options, forceRedraw: true }, Presets.shades_classic);
    bar.start(this.#total, 0, { rate: '…' });
    this.#bar = bar;
    setLastLine(() => messages.write('\r\u001b[K'));
    const stop = () => {
      setLastLine(undefined);
      bar.stop();
    };
    const forget = onInterrupt(stop);
    return () => {
      forget();
      stop();
    };
  }

  #sayNowAndThen(): () => void {
    let said = 0;
    const timer = setInterval(() => {
      if (this.#done === said) return;
      said = this.#done;
      const left = ((performance.now() - this.#begin) / said) * (this.#total - said);
      const rate = this.#unit === undefined ? '' : `, ${this.#rate()} ${this.#unit} a second`;
      note(`${this.#what}: ${said} of ${this.#total}${rate}, about ${inWords(left)} left`);
    }, between);
    timer.unref();
    return () => clearInterval(timer);
  }
}

/** A time in words, as exact as a guess is. */
function inWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
