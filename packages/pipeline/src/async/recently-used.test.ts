import { expect, it } from 'vitest';
import { RecentlyUsed } from './recently-used.ts';

/** Things that are told apart by their names, and what has become of them. */
function create(most: number) {
  const kept = new RecentlyUsed<{ name: string; dispose(): void }>(most);
  const log: string[] = [];
  const make = (name: string) => async () => {
    log.push(`+${name}`);
    return { name, dispose: () => void log.push(`-${name}`) };
  };
  const use = <R>(name: string, work: () => Promise<R>) => kept.use(name, make(name), work);
  const touch = (name: string) => use(name, async () => {});
  return { kept, log, use, touch };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

it('makes what is wanted once, and lets go what was not used for longest', async () => {
  const { kept, log, touch } = create(2);
  for (const name of ['a', 'b', 'a', 'c', 'a']) await touch(name);
  await turn();
  expect(log).toEqual(['+a', '+b', '-b', '+c']);
  kept.dispose();
  await turn();
  expect(log.slice(4).sort()).toEqual(['-a', '-c']);
});

it('is made once for those who want it at the same time', async () => {
  const { log, touch } = create(2);
  await Promise.all([touch('a'), touch('a')]);
  expect(log).toEqual(['+a']);
});

it('lets nothing go that is in use, and makes up for it after that', async () => {
  const { log, use, touch } = create(1);
  let end = () => {};
  const held = use('a', () => new Promise<void>((resolve) => (end = resolve)));
  await touch('b');
  await turn();
  expect(log).toEqual(['+a', '+b', '-b']);
  end();
  await held;
  await touch('c');
  await turn();
  expect(log.slice(3).sort()).toEqual(['+c', '-a']);
});

it('tries again what could not be made', async () => {
  const { kept, log, touch } = create(1);
  const failing = kept.use(
    'a',
    () => Promise.reject(new Error('no')),
    async () => {},
  );
  await expect(failing).rejects.toThrow('no');
  await touch('a');
  expect(log).toEqual(['+a']);
});
