import { beforeEach, describe, expect, it } from 'vitest';
import { People } from './people.ts';
import type { Person, Sample } from './person.ts';
import type { Store } from './store.ts';

function sample(value: number): Sample {
  return { model: 'net@1', values: Float32Array.of(value), chip: '' };
}

/** A store in memory; `broken` makes it refuse. */
class MemoryStore implements Store {
  readonly people = new Map<string, Person>();
  broken = false;

  async load(): Promise<Person[]> {
    return [...this.people.values()];
  }

  async save({ put = [], remove = [] }: Parameters<Store['save']>[0]): Promise<void> {
    if (this.broken) throw new Error('no room');
    for (const name of remove) this.people.delete(name);
    for (const person of put) this.people.set(person.name, person);
  }

  onOtherTab(): void {}
}

describe('People', () => {
  let store: MemoryStore;
  let people: People;
  beforeEach(async () => {
    store = new MemoryStore();
    people = new People(store);
    await people.enrol('Bea', sample(1));
    await people.enrol('Ada', sample(2));
    await people.enrol('Ada', sample(3));
  });

  /** Who has which samples, by memory; the store must say the same. */
  async function who(): Promise<Record<string, number[]>> {
    const summary = (list: readonly Person[]) =>
      Object.fromEntries(
        list.map(({ name, samples }) => [name, samples.map(({ values }) => values[0])]),
      );
    expect(summary(await store.load())).toEqual(summary(people.list));
    return summary(people.list);
  }

  it('enrols and sorts by name', async () => {
    expect(await who()).toEqual({ Ada: [2, 3], Bea: [1] });
    expect(people.list.map(({ name }) => name)).toEqual(['Ada', 'Bea']);
  });

  it('moves a face that gets another name, and forgets who has none left', async () => {
    await people.enrol('Bea', sample(2));
    expect(await who()).toEqual({ Ada: [3], Bea: [1, 2] });
    await people.enrol('Carla', sample(3));
    expect(await who()).toEqual({ Bea: [1, 2], Carla: [3] });
  });

  it('takes the same face of the same person once', async () => {
    await people.enrol('Ada', sample(3));
    expect(await who()).toEqual({ Ada: [2, 3], Bea: [1] });
  });

  it.each([
    ['Bea', 'Carla', { Ada: [2, 3], Carla: [1] }],
    ['Bea', 'Ada', { Ada: [2, 3, 1] }],
    ['Bea', 'Bea', { Ada: [2, 3], Bea: [1] }],
    ['Nobody', 'Ada', { Ada: [2, 3], Bea: [1] }],
  ])('renames %s to %s', async (from, to, wanted) => {
    await people.rename(from, to);
    expect(await who()).toEqual(wanted);
  });

  it('removes, and merges again', async () => {
    const [ada] = people.list;
    await people.remove('Ada');
    expect(await who()).toEqual({ Bea: [1] });
    await people.merge([ada, { name: 'Bea', samples: [sample(1), sample(4)] }]);
    expect(await who()).toEqual({ Ada: [2, 3], Bea: [1, 4] });
  });

  it('forgets one picture, and with the last one the person', async () => {
    await people.removeSample('Ada', sample(2));
    expect(await who()).toEqual({ Ada: [3], Bea: [1] });
    await people.removeSample('Bea', sample(1));
    expect(await who()).toEqual({ Ada: [3] });
  });

  it('says when the store refuses, and goes on in memory', async () => {
    store.broken = true;
    await expect(people.enrol('Carla', sample(9))).rejects.toThrow(/could not keep/);
    expect(people.list.map(({ name }) => name)).toEqual(['Ada', 'Bea', 'Carla']);
  });

  it('reads what was kept', async () => {
    const later = new People(store);
    let changes = 0;
    later.onChange(() => changes++);
    await later.load();
    expect([later.list, changes]).toEqual([people.list, 1]);
  });
});
