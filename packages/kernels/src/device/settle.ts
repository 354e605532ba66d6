/**
 * Waits for all of them, and throws the first failure only then: nothing of them is under way any more,
 * so what they use can be used again, or freed.
 */
export async function settle(calls: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  for (const result of await Promise.allSettled(calls)) {
    if (result.status === 'rejected') throw result.reason;
  }
}
