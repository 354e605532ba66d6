/** Puts a stand-in where there is no IndexedDB, and locks where there are none, as in Node. */
export async function provideIndexedDb(): Promise<void> {
  if ('indexedDB' in globalThis) return;
  Object.assign(globalThis, await import('fake-indexeddb'));
  const locks = { request: requestLock };
  if (!('navigator' in globalThis)) Object.assign(globalThis, { navigator: { locks } });
  else if (!navigator.locks) Object.defineProperty(navigator, 'locks', { value: locks });
}

interface Lock {
  readonly name: string;
  readonly mode: string;
  readonly granted: () => void;
  isHeld: boolean;
}

/** Those that are held or waited for, in the order in which they were asked for. */
const asked: Lock[] = [];

/** As `navigator.locks.request`: whoever wants to be alone waits for all before, and all wait for whoever is. */
async function requestLock<T>(
  name: string,
  { mode }: { readonly mode: string },
  work: () => Promise<T>,
): Promise<T> {
  let lock: Lock | undefined;
  await new Promise<void>((granted) => {
    lock = { name, mode, granted, isHeld: false };
    asked.push(lock);
    grant();
  });
  try {
    return await work();
  } finally {
    asked.splice(asked.indexOf(lock as Lock), 1);
    grant();
  }
}

function grant(): void {
  for (const [place, lock] of asked.entries()) {
    const before = asked.slice(0, place).filter(({ name }) => name === lock.name);
    const isFree =
      lock.mode === 'exclusive'
        ? before.length === 0
        : before.every(({ mode }) => mode === 'shared');
    if (lock.isHeld || !isFree) continue;
    lock.isHeld = true;
    lock.granted();
  }
}
