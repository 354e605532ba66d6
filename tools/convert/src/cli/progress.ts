import { SingleBar } from 'cli-progress';

/** Where progress goes: `process.stderr`, as far as it is used. */
export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** Says what is being done: with a bar on a terminal, else in a line for each step. */
export interface Progress {
  step(what: string): void;
  stop(): void;
}

export function startProgress(stream: ProgressStream, steps: number): Progress {
  if (!stream.isTTY) {
    let done = 0;
    return {
      step: (what) => {
        stream.write(`[${++done}/${steps}] ${what}\n`);
      },
      stop: () => {},
    };
  }
  const format = '{bar} {value}/{total} {what}';
  const bar = new SingleBar({ stream, format, hideCursor: true, clearOnComplete: true });
  // A bar shows steps done, a call names the one that begins.
  let begun = 0;
  bar.start(steps, 0, { what: '' });
  return {
    step: (what) => bar.update(begun++, { what }),
    stop: () => bar.stop(),
  };
}
