import type { Dispatch, Target, Tensor, TensorSpec } from '@facegpu/kernels';
import type { Tf, TfTensor } from '../executors/tfjs-api.ts';

/** One operation as both do it; values that are computed before it are its inputs. */
export interface Kernel {
  readonly name: string;
  readonly inputs: readonly TensorSpec[];
  readonly output: TensorSpec;
  /** Additions and multiplications, where they are what it takes its time for. */
  readonly operations?: number;
  ours(target: Target, inputs: readonly Tensor[], output: Tensor): Dispatch[];
  /** Puts the weights on the GPU, and returns what is to be timed. */
  theirs(tf: Tf, inputs: readonly TfTensor[]): () => TfTensor;
}
