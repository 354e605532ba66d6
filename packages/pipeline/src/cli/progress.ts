import { Presets, SingleBar } from 'cli-progress';

/** A progress bar on stderr, where that is a terminal; nothing elsewhere. */
export class Progress {
  readonly #bar: SingleBar | undefined;

  constructor(total: number, what: string) {
    if (!process.stderr.isTTY || total < 2) return;
    const format = `${what} {bar} {value}/{total} · {eta_formatted} left`;
    const options = { stream: process.stderr, format, clearOnComplete: true, hideCursor: true };
    this.#bar = new SingleBar(options, Presets.shades_classic);
    this.#bar.start(total, 0);
  }

  advance(): void {
    this.#bar?.increment();
  }

  stop(): void {
    this.#bar?.stop();
  }
}
