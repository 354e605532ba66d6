import { Presets, SingleBar } from 'cli-progress';
import { note } from './report.ts';

/** A progress bar on stderr, where that is a terminal; nothing elsewhere. */
export class Progress {
  readonly #bar: SingleBar | undefined;
  readonly #total: number;
  #done = 0;

  constructor(total: number, what: string) {
    this.#total = total;
    if (!process.stderr.isTTY || total < 2) return;
    const format = `${what} {bar} {value}/{total} · {eta_formatted} left`;
    const options = { stream: process.stderr, format, clearOnComplete: true, hideCursor: true };
    this.#bar = new SingleBar(options, Presets.shades_classic);
    this.#bar.start(total, 0);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, this.#interrupted);
  }

  advance(): void {
    this.#bar?.update(++this.#done);
  }

  /** Writes a line above the bar. */
  say(text: string): void {
    this.#bar?.stop();
    note(text);
    this.#bar?.start(this.#total, this.#done);
  }

  stop(): void {
    process.off('SIGINT', this.#interrupted).off('SIGTERM', this.#interrupted);
    this.#bar?.stop();
  }

  /** Gives the terminal its cursor back, then ends as the signal would have ended the process. */
  readonly #interrupted = (signal: NodeJS.Signals): void => {
    this.stop();
    process.kill(process.pid, signal);
  };
}
