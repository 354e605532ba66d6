import { FaceGpuError, type Readback, type Tensor } from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';
import type { Point } from '../api/face.ts';

type Values = ReturnType<Readback['values']>;

/** What was read back of the faces that went through the stages together; each tensor is decoded once. */
export class Batch {
  readonly #readback: Readback;
  readonly #decoded = new Map<Tensor, Values>();

  constructor(readback: Readback) {
    this.#readback = readback;
  }

  /** All values of a tensor. */
  values(tensor: Tensor): Values {
    let values = this.#decoded.get(tensor);
    if (!values) {
      values = this.#readback.values(tensor);
      this.#decoded.set(tensor, values);
    }
    return values;
  }

  /** The values of one row, along the first axis. */
  row(tensor: Tensor, index: number): Values {
    const size = tensor.shape.slice(1).reduce((product, side) => product * side, 1);
    return this.values(tensor).subarray(index * size, (index + 1) * size);
  }

  /**
   * A row that a network gave, which must be numbers.
   *
   * @throws FaceGpuError `bad-model` where one is NaN or infinite: what follows from it is no face
   */
  finiteRow(tensor: Tensor, index: number, what: string, model: Model): Values {
    const row = this.row(tensor, index);
    this.requireFinite(row, what, model);
    return row;
  }

  /** @throws FaceGpuError `bad-model` where one of the values is NaN or infinite */
  requireFinite(values: Values, what: string, { source }: Model): void {
    const wrong = values.find((value) => !Number.isFinite(value));
    if (wrong === undefined) return;
    throw new FaceGpuError(
      'bad-model',
      `${source} made ${what} of ${wrong}`,
      'Its weights are damaged, or its numbers too large for f16: convert it again, or leave precision out.',
    );
  }
}

/** Points of numbers that are x and y in turn. */
export function pointsOf(numbers: ArrayLike<number>): Point[] {
  return Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]]);
}
