import { Device } from '@facegpu/kernels';
import { Random } from '@facegpu/kernels/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FacePipeline } from '../pipeline.ts';
import { clusterLibrary, type LibraryFace } from './cluster-library.ts';
import { mergePeople, renamePerson, takeOut } from './edit-people.ts';
import { formatPeople, nobodyYet, type PeopleFile, parsePeople } from './people-file.ts';
import { comparingPipeline, madeUpModel } from './testing/comparing-pipeline.ts';

const isDoubtful = () => false;

describe('a library', () => {
  let device: Device;
  let pipeline: FacePipeline;
  beforeAll(async () => {
    device = await Device.acquire();
    pipeline = comparingPipeline(device);
  });
  afterAll(() => device.dispose());

  /** Faces of three people, in photos of their own. */
  const library = (counts = [5, 4, 3]): LibraryFace[] => {
    const random = new Random(3);
    return counts.flatMap((count, person) => {
      const centre = Array.from({ length: madeUpModel.dimensions }, () => random.uniform(-1, 1));
      return Array.from({ length: count }, (_, i) => {
        const values = Float32Array.from(centre, (x) => x + random.uniform(-0.1, 0.1));
        return {
          key: `${'abc'[person]}${i}@0,0,90,90`,
          descriptor: { model: madeUpModel.model, values },
        };
      });
    });
  };
  const group = async (faces: readonly LibraryFace[], before: PeopleFile = nobodyYet) => {
    const { people } = await clusterLibrary(pipeline, faces, before);
    return parsePeople(formatPeople(people), 'the result');
  };
  const membersOf = ({ people }: PeopleFile) =>
    people.map(({ faces }) =>
      faces
        .map((key) => key.slice(0, 2))
        .sort()
        .join(' '),
    );
  const withFace = ({ people }: PeopleFile, photo: string) => {
    const found = people.find(({ faces }) => faces.includes(`${photo}@0,0,90,90`));
    if (!found) throw new Error(`${photo} is nobody's`);
    return found;
  };

  it('is grouped the same way again, with the same ids', async ({ task }) => {
    Object.assign(task.meta, { adapter: device.info.name });
    const first = await group(library());
    expect(membersOf(first)).toEqual(['a0 a1 a2 a3 a4', 'b0 b1 b2 b3', 'c0 c1 c2']);
    expect(await group(library(), first)).toEqual(first);
    const smaller = library().filter(({ key }) => !key.startsWith('a'));
    const later = await group(library(), await group(smaller));
    expect(withFace(later, 'b0').id).toBe(1);
    expect(withFace(later, 'a0').id).toBe(3);
  });

  it('keeps names, and what was merged and taken out', async () => {
    let people: PeopleFile | undefined = await group(library());
    const idOf = (photo: string) => withFace(people as PeopleFile, photo).id;
    people = takeOut(people, idOf('a0'), 'a4@0,0,90,90');
    people = mergePeople(people, [idOf('b0'), idOf('c0')], isDoubtful) as PeopleFile;
    people = renamePerson(people, idOf('b0'), 'Bea', isDoubtful) as PeopleFile;
    const again = await group(library(), people);
    expect(withFace(again, 'a4').faces).toHaveLength(1);
    expect(withFace(again, 'c2')).toMatchObject({ name: 'Bea', id: idOf('b0') });
    expect(withFace(again, 'b0').faces).toHaveLength(7);
    expect(await group(library(), again)).toEqual(again);
  });

  it('forgets nobody whose photos are away', async () => {
    const people = await group(library());
    const named = renamePerson(people, withFace(people, 'c0').id, 'Cy', isDoubtful) as PeopleFile;
    const away = await group(library([5, 4, 3]).slice(0, 10), named);
    expect(withFace(away, 'c2')).toMatchObject({ name: 'Cy', id: withFace(people, 'c0').id });
    const gone = await group(library().slice(0, 9), away);
    expect(withFace(gone, 'c1')).toMatchObject({ name: 'Cy', faces: expect.any(Array) });
    const back = await group(library(), gone);
    expect(withFace(back, 'c0').faces).toHaveLength(3);
    expect(withFace(back, 'c0').name).toBe('Cy');
  });
});
