/**
 * Does something with each item, a few at once, and yields what comes of each in the order of the items.
 * So many are begun and not yet taken by whoever reads: an item is asked for when there is a place for it,
 * and a slow reader holds the work up.
 *
 * @param concurrency how many are under way at once, from 1
 * @throws whatever the items or the work throw, at the item's turn; what is under way then goes on to nobody's use
 */
export async function* mapInOrder<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  concurrency: number,
  work: (item: T, index: number) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const iterator =
    Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const started: { readonly result: Promise<R>; isSettled: boolean }[] = [];
  let index = 0;
  let ended = false;
  let asking: Promise<void> | undefined;

  const begin = (result: Promise<R>): void => {
    const entry = { result, isSettled: false };
    const settle = () => {
      entry.isSettled = true;
    };
    // A failure is thrown at its turn.
    result.then(settle, settle);
    started.push(entry);
  };
  const ask = async (): Promise<void> => {
    try {
      const next = await iterator.next();
      if (next.done) ended = true;
      else begin(work(next.value, index++));
    } catch (error) {
      ended = true;
      begin(Promise.reject(error));
    }
    asking = undefined;
  };

  try {
    while (true) {
      if (asking === undefined && !ended && started.length < concurrency) {
        asking = ask();
      }
      const [first] = started;
      if (first?.isSettled) {
        started.shift();
        yield await first.result;
      } else if (asking !== undefined) {
        // An item may be long in coming, and a result be there before it.
        await Promise.race(first ? [asking, first.result] : [asking]);
      } else if (first) {
        await first.result;
      } else {
        return;
      }
    }
  } finally {
    const returned = Promise.resolve(iterator.return?.());
    // An item that is long in coming isn't waited for.
    if (asking === undefined) await returned;
    else returned.catch(() => {});
  }
}
