import type { Dispatch } from '../shader/dispatch.ts';
import { ConstantTensor, Tensor, type TensorSpec } from './tensor.ts';

/**
 * A tensor that other tensors determine: weights as a kernel wants them packed. Kernels bind it like a
 * constant. Whoever records makes it once where all it comes from is constant, and else before each
 * run; see {@link arrange}.
 */
export class DerivedTensor extends Tensor {
  /** What makes it. */
  readonly dispatches: readonly Dispatch[];
  /** What it comes from. */
  readonly sources: readonly Tensor[];

  /** @param derive the dispatches that write it; they read its sources and nothing else */
  constructor(label: string, spec: TensorSpec, derive: (self: Tensor) => readonly Dispatch[]) {
    super(label, spec);
    this.dispatches = derive(this);
    this.sources = this.dispatches.flatMap(({ tensors }) =>
      [...tensors].filter(([{ type }]) => type === 'read').map(([, tensor]) => tensor.base),
    );
  }
}

/** Whether a tensor's values are known before the run: a constant, or derived of nothing else. */
export function isConstant({ base }: Tensor): boolean {
  if (base instanceof DerivedTensor) return base.sources.every(isConstant);
  return base instanceof ConstantTensor;
}

/** Dispatches in the order in which they are to be recorded, and what must be there before. */
export interface Arranged {
  /** To be made once, each after those that it comes from. */
  readonly constants: readonly DerivedTensor[];
  readonly dispatches: readonly Dispatch[];
}

/** Puts what makes derived tensors before their readers, apart from what need be made only once. */
export function arrange(dispatches: readonly Dispatch[]): Arranged {
  const constants: DerivedTensor[] = [];
  const recorded: Dispatch[] = [];
  const seen = new Set<Tensor>();
  const make = ({ base }: Tensor) => {
    if (!(base instanceof DerivedTensor) || seen.has(base)) return;
    seen.add(base);
    base.sources.forEach(make);
    if (isConstant(base)) constants.push(base);
    else recorded.push(...base.dispatches);
  };
  for (const dispatch of dispatches) {
    for (const [{ type }, tensor] of dispatch.tensors) if (type === 'read') make(tensor);
    recorded.push(dispatch);
  }
  return { constants, dispatches: recorded };
}
