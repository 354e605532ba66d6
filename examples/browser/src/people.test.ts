import { type FacePipeline, Gallery } from '@facegpu/pipeline';
import { MemoryStorage, openPeople } from '@facegpu/pipeline/gallery';
import { beforeEach, describe, expect, it } from 'vitest';
import { People, type Tabs } from './people.ts';
import type { Person } from './person.ts';
import { numbered, numberPipeline } from './testing/number-pipeline.ts';

/** A storage that may have no room left. */
class Storage extends MemoryStorage {
  isFull = false;

  override write: MemoryStorage['write'] = async (work) => {
    if (this.isFull) throw new Error('no room');
    return super.write(work);
  };
}

/** Tabs that hear of one another at once. */
function connected(): () => Tabs {
  const all: { heard: () => void }[] = [];
  return () => {
    const own = { heard: () => {} };
    all.push(own);
    return {
      postMessage: () => {
        for (const other of all) if (other !== own) other.heard();
      },
      addEventListener: (_: string, heard: unknown) => {
        own.heard = heard as () => void;
      },
    };
  };
}

const data = Uint8ClampedArray.from({ length: 16 }, (_, i) => (i % 4 === 3 ? 255 : i));
const chip = { width: 2, height: 2, data };
const face = (value: number) => ({ ...numbered(value), chip });

describe('People', () => {
  let storage: Storage;
  let people: People;
  let tab: () => Tabs;
  let pipeline: FacePipeline;
  const open = async () => {
    const [stored, gallery] = await Promise.all([
      openPeople(storage),
      Gallery.open(storage, { pipeline }),
    ]);
    return new People({ stored, engine: Promise.resolve({ gallery }), tabs: tab() });
  };
  const named = (name: string) => people.list.find((person) => person.name === name) as Person;

  beforeEach(async () => {
    storage = new Storage();
    pipeline = numberPipeline();
    tab = connected();
    people = await open();
    await people.load();
    await people.enrol('Bea', face(1));
    await people.enrol('Ada', face(2));
    await people.enrol('Ada', face(3));
  });

  /** Who has which samples, as it is shown; whoever opens the gallery anew must see the same. */
  async function who(): Promise<Record<string, number[]>> {
    const summary = ({ list }: People) =>
      Object.fromEntries(
        list.map(({ name, samples }) => [name, samples.map(({ values }) => values[0])]),
      );
    const later = await open();
    await later.load();
    expect(summary(later)).toEqual(summary(people));
    return summary(people);
  }

  it('enrols and sorts by name', async () => {
    expect(await who()).toEqual({ Ada: [2, 3], Bea: [1] });
    expect(people.list.map(({ name }) => name)).toEqual(['Ada', 'Bea']);
  });

  it('moves a face that gets another name, and forgets who has none left', async () => {
    await people.enrol('Bea', face(2));
    expect(await who()).toEqual({ Ada: [3], Bea: [1, 2] });
    await people.enrol('Carla', face(3));
    expect(await who()).toEqual({ Bea: [1, 2], Carla: [3] });
  });

  it('takes the same face of the same person once', async () => {
    await people.enrol('Ada', face(3));
    await Promise.all([people.enrol('Ada', face(4)), people.enrol('Ada', face(4))]);
    expect(await who()).toEqual({ Ada: [2, 3, 4], Bea: [1] });
  });

  it.each([
    ['Carla', { Ada: [2, 3], Carla: [1] }],
    ['Ada', { Ada: [1, 2, 3] }],
    ['Bea', { Ada: [2, 3], Bea: [1] }],
  ])('renames Bea to %s', async (to, wanted) => {
    await people.rename(named('Bea'), to);
    expect(await who()).toEqual(wanted);
  });

  it('removes, and takes back, pictures too; each face is there once', async () => {
    const removed = await people.remove(named('Ada'));
    expect(await who()).toEqual({ Bea: [1] });
    const bea = { name: 'Bea', faces: [face(1), face(4), face(4)] };
    await people.merge([removed, bea, { name: 'Cleo', faces: [] }]);
    expect(await who()).toEqual({ Ada: [2, 3], Bea: [1, 4] });
    const { faces } = await people.enrolmentOf(named('Ada'), named('Ada').samples);
    expect(faces).toEqual([face(2), face(3)]);
  });

  it('forgets one picture, and with the last one the person', async () => {
    const [first] = named('Ada').samples;
    const removed = await people.removeSample(named('Ada'), first);
    expect(await who()).toEqual({ Ada: [3], Bea: [1] });
    await people.removeSample(named('Bea'), named('Bea').samples[0]);
    expect(await who()).toEqual({ Ada: [3] });
    await people.merge([removed]);
    expect(await who()).toEqual({ Ada: [3, 2] });
  });

  it('shows what is kept when there is no room for more', async () => {
    storage.isFull = true;
    await expect(people.enrol('Carla', face(9))).rejects.toThrow(/no room/);
    storage.isFull = false;
    expect(await who()).toEqual({ Ada: [2, 3], Bea: [1] });
    await people.enrol('Carla', face(9));
    expect(await who()).toMatchObject({ Carla: [9] });
  });

  it('hears of what another tab changes', async () => {
    const other = await open();
    const changed = new Promise<void>((resolve) => {
      people.onChange(() => resolve());
    });
    await other.enrol('Carla', face(9));
    await changed;
    expect(await who()).toEqual({ Ada: [2, 3], Bea: [1], Carla: [9] });
  });

  it('shows, renames and removes people before there are models', async () => {
    const stored = await openPeople(storage);
    const engine = new Promise<never>(() => {});
    const early = new People({ stored, engine, tabs: tab() });
    await early.load();
    await early.rename(early.list[0], 'Adele');
    await early.remove(early.list[1]);
    expect(early.list.map(({ name }) => name)).toEqual(['Adele']);
  });
});
