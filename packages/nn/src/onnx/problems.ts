import { FaceGpuError } from '@facegpu/kernels';

/** Collects what is wrong with a model, so that all of it is said at once. */
export class Problems {
  readonly #source: string;
  readonly #errors: FaceGpuError[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  /**
   * Notes a problem.
   *
   * @param what names the node
   */
  add(error: unknown, what: string): void {
    if (!(error instanceof FaceGpuError)) throw error;
    const message = error.message.startsWith(what) ? error.message : `${what}: ${error.message}`;
    this.#errors.push(new FaceGpuError(error.code, message, error.fix, { cause: error }));
  }

  /**
   * @throws FaceGpuError with all that was noted, if anything was
   */
  throwAny(): void {
    const [first, ...others] = this.#errors;
    if (!first) return;
    const fixes = new Set(this.#errors.map(({ fix }) => fix));
    const isUnsupported = this.#errors.some(({ code }) => code === 'unsupported-op');
    const messages = this.#errors.map(({ message }) => `\n  ${message}`).join('');
    throw new FaceGpuError(
      isUnsupported ? 'unsupported-op' : first.code,
      others.length === 0
        ? `${this.#source}: ${first.message}`
        : `${this.#source} has ${others.length + 1} nodes that cannot be imported:${messages}`,
      [...fixes].slice(0, 3).join(' '),
      { cause: first },
    );
  }
}
