/** What keeps a page busy for longer than 50 ms while something is done, in milliseconds. */
export async function longTasks(work: () => Promise<unknown>): Promise<number[]> {
  const rest = () => new Promise((resolve) => setTimeout(resolve, 200));
  await rest();
  const long: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) long.push(duration);
  });
  observer.observe({ type: 'longtask' });
  await rest();
  await work();
  // Entries are handed over when the page has nothing else to do.
  await rest();
  for (const { duration } of observer.takeRecords()) long.push(duration);
  observer.disconnect();
  return long;
}
