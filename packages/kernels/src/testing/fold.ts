import type { Dispatch } from '../shader/dispatch.ts';

/**
 * The same dispatches with their workgroups in two rows, as `linearGrid` folds more than 65,535 of
 * them: a kernel's index arithmetic is tested without that much data. A workgroup that is alone stays so:
 * what goes over everything by itself would meet its twin.
 */
export function fold(dispatches: readonly Dispatch[]): Dispatch[] {
  return dispatches.map((dispatch) => {
    const [x, y, z] = dispatch.workgroups;
    return x === 1 ? dispatch : { ...dispatch, workgroups: [Math.ceil(x / 2), y * 2, z] };
  });
}
