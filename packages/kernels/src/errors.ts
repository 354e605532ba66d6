/** Stable codes of every error that FaceGPU throws on purpose. */
export type ErrorCode =
  | 'aborted'
  | 'bad-argument'
  | 'bad-gallery'
  | 'bad-image'
  | 'bad-model'
  | 'device-lost'
  | 'disposed'
  | 'file-unreadable'
  | 'file-unwritable'
  | 'gpu-error'
  | 'missing-package'
  | 'low-quality'
  | 'model-mismatch'
  | 'no-adapter'
  | 'no-face'
  | 'no-models'
  | 'not-finite'
  | 'out-of-memory'
  | 'shape-mismatch'
  | 'unreachable'
  | 'unsupported-feature'
  | 'unsupported-op'
  | 'worker-failed'
  | 'wrong-key';

/**
 * The one error type of FaceGPU: `message` says what was wrong, with names and numbers, `fix` says
 * what to do about it, and `code` never changes between releases.
 */
export class FaceGpuError extends Error {
  override readonly name = 'FaceGpuError';
  readonly code: ErrorCode;
  readonly fix: string;

  constructor(code: ErrorCode, message: string, fix: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.fix = fix;
  }

  override toString(): string {
    return `${this.name} [${this.code}]: ${this.message}\n  fix: ${this.fix}`;
  }

  toJSON(): { code: ErrorCode; message: string; fix: string } {
    return { code: this.code, message: this.message, fix: this.fix };
  }
}

/** A `shape-mismatch` error: the arguments of a kernel or an operator contradict each other. */
export function shapeMismatch(message: string, fix: string): FaceGpuError {
  return new FaceGpuError('shape-mismatch', message, fix);
}
