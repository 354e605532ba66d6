import { describe, expect, it } from 'vitest';
import type { Photo } from '../photo/photo.ts';
import { doubtOf } from './doubt.ts';
import type { DetectRequest, FoundFace, Program } from './program.ts';
import { withFurtherLooks } from './with-further-looks.ts';

/** A grey photo, dark to the left of a column. */
function photoOf(width: number, darkUpTo = 0): Photo {
  const data = Uint8Array.from({ length: 4 * width * width }, (_, i) => {
    return Math.floor(i / 4) % width < darkUpTo ? 20 : 128;
  });
  return { data, width, height: width, originalWidth: width, originalHeight: width };
}

const photo = photoOf(1);

const usual: DetectRequest = {
  boxes: { minScore: 0.3, minSize: 0, iouThreshold: undefined, limit: 3 },
  ...{ landmarks: true, descriptors: false, chips: false, timings: false, isChip: false },
  ...{ attributes: undefined, match: undefined, signal: undefined },
  ...{ upright: false, tiles: false, roll: 0, zooms: [1, 2] },
};

/** A face at a place, whose landmarks a second look has moved by a share of their spread. */
function face(x: number, score: number, landmarkShift: number): FoundFace {
  const box = { x, y: 0, width: 10, height: 10 };
  return { box, score, landmarks: [[x + 5, 5]], landmarkShift };
}

/** Looks with a program that finds these faces where they are rolled so, and tells how it looked. */
async function look(
  byRoll: Readonly<Record<number, readonly FoundFace[]>>,
  request: Partial<DetectRequest> = {},
) {
  const rolls: number[] = [];
  const program: Program = {
    ...{ dimensions: [], landmarkOrder: 'five', lanes: 1, dispose() {} },
    async detect(_, { roll, landmarks, zooms }) {
      const isFirst = rolls.length === 0;
      rolls.push(roll);
      expect(landmarks || isFirst).toBe(true);
      const faces = roll === 0 && !isFirst ? byRoll[smaller] : byRoll[roll];
      const isSmaller = rolls.length <= near.length || rolls.length > eighths.length;
      expect(zooms.includes(3)).toBe(!isFirst && isSmaller);
      return { faces: [...(faces ?? [])], stages: { detect: 1 } };
    },
  };
  const found = await withFurtherLooks(program).detect(photo, { ...usual, ...request }, 0);
  return { rolls, ...found };
}

/** What is found in the photo as it is, but smaller. */
const smaller = -1;

const near = [0, 0, 25, 335];
const quarters = [...near, 270, 90, 180];
const eighths = [...quarters, 315, 45, 225, 135];
const all = [...eighths, 270, 90, 180];

/** Looks at a photo that is dark in part, with a program that finds these faces in it and in the brighter one. */
async function lookInTheDark(
  {
    dark,
    ...found
  }: {
    readonly dark: number;
    readonly asItIs?: readonly FoundFace[];
    readonly brighter?: readonly FoundFace[];
    readonly turned?: readonly FoundFace[];
  },
  request: Partial<DetectRequest> = {},
) {
  const photo = photoOf(60, dark);
  const looks: string[] = [];
  const program: Program = {
    ...{ dimensions: [], landmarkOrder: 'five', lanes: 1, dispose() {} },
    async detect(other, { roll, zooms }) {
      const isUsual = roll === 0 && !zooms.includes(3);
      looks.push(`${other === photo ? 'as it is' : 'brighter'}${isUsual ? '' : ', turned'}`);
      const faces = isUsual ? (other === photo ? found.asItIs : found.brighter) : found.turned;
      return { faces: [...(faces ?? [])], stages: { detect: 1 } };
    },
  };
  const all = { ...usual, descriptors: true, ...request };
  const { faces } = await withFurtherLooks(program).detect(photo, all, 0);
  return { looks: [...new Set(looks)], faces };
}

describe('faces in the dark', () => {
  const [known, lit] = [face(10, 0.9, 0.03), face(11, 0.8, 0.05)];

  it('are looked for in a brighter photo, first', async () => {
    const found = await lookInTheDark({ dark: 60, brighter: [lit] });
    expect(found).toEqual({ looks: ['as it is', 'brighter'], faces: [lit] });
  });

  it('are described as they are seen there, and others that are found there are added', async () => {
    const [bright, again, other] = [face(45, 0.7, 0.04), face(46, 0.9, 0.03), face(30, 0.6, 0.03)];
    const asItIs = [known, bright];
    const found = await lookInTheDark({ dark: 40, asItIs, brighter: [lit, again, other] });
    expect(found).toEqual({ looks: ['as it is', 'brighter'], faces: [lit, bright, other] });
  });

  it('stay where nothing is sure in the brighter photo', async () => {
    const found = await lookInTheDark({
      dark: 40,
      asItIs: [known],
      brighter: [face(11, 0.8, 0.5)],
    });
    expect(found).toEqual({ looks: ['as it is', 'brighter'], faces: [known] });
    const none = await lookInTheDark({ dark: 40, asItIs: [known] });
    expect(none.faces).toEqual([known]);
  });

  it('cost nothing where they are known, and nothing more is wanted of them', async () => {
    const found = await lookInTheDark({ dark: 60, asItIs: [known] }, { descriptors: false });
    expect(found).toEqual({ looks: ['as it is'], faces: [known] });
    const bright = await lookInTheDark({ dark: 5, asItIs: [known] });
    expect(bright.looks).toEqual(['as it is']);
  });

  it('are looked for turned in the brighter photo where most of it is dark', async () => {
    const turned = [face(10, 0.9, 0.03)];
    const mostly = await lookInTheDark({ dark: 50, turned });
    expect(mostly).toEqual({ looks: ['as it is', 'brighter', 'brighter, turned'], faces: turned });
    const partly = await lookInTheDark({ dark: 20, turned, brighter: [lit] });
    expect(partly).toEqual({ looks: ['as it is', 'as it is, turned'], faces: turned });
  });

  it('are looked for in the brighter photo in the end where parts of it are dark', async () => {
    const found = await lookInTheDark({ dark: 20, brighter: [lit] });
    expect(found).toEqual({ looks: ['as it is', 'as it is, turned', 'brighter'], faces: [lit] });
  });
});

describe('faces that are seen badly', () => {
  it('are looked for once where they are sure', async () => {
    const faces = [face(0, 0.9, 0.03), face(20, 0.4, 0.06)];
    expect(await look({ 0: faces })).toEqual({ rolls: [0], faces, stages: { detect: 1 } });
  });

  it('are looked for in all ways where there are none', async () => {
    const { rolls, faces, stages } = await look({});
    expect(rolls).toEqual(all);
    expect(faces).toEqual([]);
    expect(stages).toEqual({ detect: all.length });
  });

  it('are looked for no further than told', async () => {
    expect((await look({}, { upright: true })).rolls).toEqual([0, 0]);
    expect((await look({ 0: [face(0, 0.7, 1.5)] }, { upright: true })).rolls).toEqual([0]);
    expect((await look({}, { isChip: true })).rolls).toEqual([0]);
    const region = { x: 0, y: 0, width: 1, height: 1 };
    expect((await look({}, { region })).rolls).toEqual([0]);
  });

  it('are looked for smaller first', async () => {
    const [wrong, right] = [face(0, 0.7, 1.5), face(2, 0.6, 0.04)];
    const found = await look({ 0: [wrong], [smaller]: [right] });
    expect(found).toMatchObject({ rolls: near, faces: [right] });
  });

  it('are looked for turned where they are a little doubtful smaller', async () => {
    const [lying, right] = [face(0, 0.7, 0.076), face(2, 0.6, 0.04)];
    expect(doubtOf(lying)).toBeLessThan(1);
    const found = await look({ 335: [lying], 90: [right] });
    expect(found).toMatchObject({ rolls: quarters, faces: [right] });
    const alone = await look({ 335: [lying] });
    expect(alone).toMatchObject({ rolls: quarters, faces: [lying] });
  });

  it('are there smaller, doubtful as they are, where nothing else is', async () => {
    const [profile, again, other] = [face(0, 0.7, 0.5), face(1, 0.9, 0.4), face(30, 0.8, 1)];
    const found = await look({ [smaller]: [profile], 25: [again, other] });
    expect(found).toMatchObject({ rolls: all, faces: [again, other] });
    const first = face(60, 0.4, 2);
    expect((await look({ 0: [first], [smaller]: [profile] })).faces).toEqual([first]);
    expect((await look({ 90: [profile] })).faces).toEqual([]);
  });

  it('take the place of what was doubtful', async () => {
    const wrong = face(0, 0.7, 1.5);
    const right = face(2, 0.6, 0.04);
    const other = face(1, 0.95, 0.08);
    const { rolls, faces } = await look({ 0: [wrong], 90: [right], 180: [other] });
    expect(rolls).toEqual(quarters);
    // The one whose landmarks stayed where they were.
    expect(faces).toEqual([right]);
  });

  it('are looked for by half right angles where those don’t help', async () => {
    const wrong = face(0, 0.7, 1.5);
    const right = face(2, 0.6, 0.04);
    const { rolls, faces } = await look({ 0: [wrong], 90: [wrong], 45: [right] });
    expect(rolls).toEqual(eighths);
    expect(faces).toEqual([right]);
  });

  it('may be a little doubtful, but less than what is there', async () => {
    const found = await look({
      0: [face(0, 0.9, 0.5)],
      90: [face(1, 0.9, 0.12), face(30, 0.9, 0.14)],
      135: [face(2, 0.9, 0.2), face(60, 0.9, 0.13)],
    });
    expect(found.faces).toEqual([face(1, 0.9, 0.12), face(60, 0.9, 0.13)]);
  });

  it('are looked for upright where one is sure, whatever the others are', async () => {
    const faces = [face(0, 0.8, 0.05), face(20, 0.5, 3)];
    const found = await look({ 0: faces, 270: [face(40, 0.9, 0.03)] });
    expect(found).toMatchObject({ rolls: [0], faces });
  });

  it('are added to those that are not to be had better', async () => {
    const doubtful = face(20, 0.5, 0.5);
    const [lying, other] = [face(40, 0.9, 0.03), face(60, 0.7, 0.03)];
    const byRoll = { 0: [doubtful], 270: [lying], 90: [other] };
    expect((await look(byRoll)).faces).toEqual([lying, other, doubtful]);
    const boxes = { ...usual.boxes, limit: 2 };
    expect((await look(byRoll, { boxes })).faces).toEqual([lying, other]);
  });

  it('have no landmarks where none are wanted, and are not doubted then', async () => {
    const { landmarks: _, landmarkShift: __, ...plain } = face(0, 0.31, 0);
    expect((await look({ 0: [plain] }, { landmarks: false })).rolls).toEqual([0]);
    const { faces } = await look({ 90: [face(0, 0.9, 0.02)] }, { landmarks: false });
    expect(faces).toEqual([{ ...face(0, 0.9, 0.02), landmarks: undefined }]);
    expect(Object.keys(faces[0])).not.toContain('landmarks');
  });

  it('are judged by the score where nothing looked twice', () => {
    const { landmarkShift: _, ...once } = face(0, 0.5, 0);
    expect(doubtOf(once)).toBe(1);
    expect(doubtOf({ ...once, score: 0.49 })).toBeGreaterThan(1);
  });
});
