import type { Tensors } from './executors/executor.ts';
import { disagreement } from './refusal.ts';

/** Largest difference that is left to another order of summing, as a share of the largest value. */
const tolerance = 1e-3;

/** Values that are all smaller say little: what is lost to rounding before them may be as large. */
const leastScale = 1e-3;

/**
 * Makes sure that a peer computes what ours does: a comparison of different work says nothing.
 *
 * @throws FaceGpuError `gpu-error` that names the peer, the output and the worst element
 */
export function requireAgreement(peer: string, work: string, ours: Tensors, theirs: Tensors): void {
  for (const [name, expected] of Object.entries(ours)) {
    const got = theirs[name];
    if (got?.length !== expected.length) {
      throw disagreement(
        `${peer}, ${work}: output ${name} has ${got?.length} values, not ${expected.length}`,
      );
    }
    const largest = expected.reduce((max, value) => Math.max(max, Math.abs(value)), leastScale);
    const wrong = expected.findIndex((value, i) => {
      return !(Math.abs(got[i] - value) <= tolerance * largest);
    });
    if (wrong >= 0) {
      throw disagreement(
        `${peer}, ${work}: output ${name} is ${got[wrong]} at ${wrong}, not ${expected[wrong]}`,
      );
    }
  }
}
