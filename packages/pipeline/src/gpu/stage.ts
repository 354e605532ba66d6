import type { Recording, Tensor } from '@facegpu/kernels';
import type { StageName } from '../api/options.ts';
import type { FoundFace } from '../program/program.ts';
import type { Batch } from './batch.ts';

/** Something that runs on the GPU and looks at the photo. */
export interface PhotoWork {
  /** What it does, in order. Recordings may appear more than once. */
  readonly recordings: readonly Recording[];
  /** Takes over the size and kind of the photo that was uploaded last, for what is submitted from now on. */
  setPhoto(): void;
  /** Binds the photo's buffer again, which is another one now. */
  rebind(): void;
  dispose(): void;
}

/**
 * A step of the way from a photo to a name. It reads what the steps before it wrote, and all of that
 * stays on the GPU: a way is composed of the stages that a caller wants.
 */
export interface Stage extends PhotoWork {
  readonly name: StageName;
  /** What must have been written before it runs, besides the photo. */
  readonly inputs: readonly Tensor[];
  /** What it writes for those after it. */
  readonly outputs: readonly Tensor[];
  /** What has to be read back for `read`. */
  readonly results: readonly Tensor[];
  /**
   * What it found out about a face of the batch.
   *
   * @throws FaceGpuError `bad-model` where a number is not finite
   */
  read(batch: Batch, face: number): Partial<FoundFace>;
}

/** Several pieces of work as one, but for what they do. */
export function together(parts: readonly PhotoWork[]): Omit<PhotoWork, 'recordings'> {
  return {
    setPhoto() {
      for (const part of parts) part.setPhoto();
    },
    rebind() {
      for (const part of parts) part.rebind();
    },
    dispose() {
      for (const part of parts) part.dispose();
    },
  };
}

/** Of the stages that there are, in the order in which they run, those that are wanted or needed by them. */
export function compose(stages: readonly Stage[], wanted: ReadonlySet<Stage>): Stage[] {
  const needed = new Set<Tensor>();
  const isNeeded = (stage: Stage): boolean => {
    if (!wanted.has(stage) && !stage.outputs.some((output) => needed.has(output))) return false;
    for (const input of stage.inputs) needed.add(input);
    return true;
  };
  return [...stages].reverse().filter(isNeeded).reverse();
}
