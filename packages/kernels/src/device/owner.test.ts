import { describe, expect, it } from '../testing/testing.ts';
import { Owner, owning } from './owner.ts';

describe('an owner', () => {
  /** A part that says when it is freed. */
  const part = (name: string, freed: string[]) => ({ dispose: () => void freed.push(name) });

  it('frees what it was given, the last first, once', () => {
    const freed: string[] = [];
    const owner = new Owner();
    for (const name of ['a', 'b', 'c']) owner.keep(part(name, freed));
    owner.dispose();
    owner.dispose();
    expect(freed).toEqual(['c', 'b', 'a']);
  });

  it('frees what was made where the rest can not be, and nothing otherwise', async () => {
    const freed: string[] = [];
    const make = (fails: boolean) =>
      owning(async (owner) => {
        owner.keep(part('a', freed));
        await null;
        owner.keep(part('b', freed));
        if (fails) throw new Error('no c');
        return owner;
      });
    await expect(make(true)).rejects.toThrow('no c');
    expect(freed).toEqual(['b', 'a']);
    const owner = await make(false);
    expect(freed).toHaveLength(2);
    owner.dispose();
    expect(freed).toHaveLength(4);
  });
});
