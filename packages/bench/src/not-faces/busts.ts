import { Random } from '@facegpu/train';
import sharp from 'sharp';
import { globe, joined, type Mesh, moved, type Point, turnedBy } from './mesh.ts';
import { type Colour, render } from './render.ts';

const side = 320;
/** Each pixel is the mean of 2×2. */
const fineness = 2;

/** Linear reflectances, and how much they shine. */
const stones: readonly { colour: Colour; gloss: number }[] = [
  { colour: [0.8, 0.78, 0.74], gloss: 0.12 }, // marble
  { colour: [0.52, 0.46, 0.35], gloss: 0 }, // limestone
  { colour: [0.28, 0.28, 0.3], gloss: 0.05 }, // granite
  { colour: [0.14, 0.09, 0.04], gloss: 0.35 }, // bronze
  { colour: [0.42, 0.17, 0.08], gloss: 0.02 }, // terracotta
];

/** Walls, the sky, leaves. */
const surroundings: readonly Colour[] = [
  [0.03, 0.03, 0.03],
  [0.6, 0.57, 0.52],
  [0.35, 0.52, 0.78],
  [0.08, 0.14, 0.05],
];

/**
 * Pictures of one statue: of another stone, turned, lit from elsewhere and nearer or further each; PNG, 320×320.
 *
 * @param bust as large as one likes, a head above all: what is shown goes down to some way below the chin
 * @param centre of the head, which it is turned about
 * @param reach from there to the top of the head
 */
export function photographBust(
  bust: Mesh,
  { centre, reach, seed }: { centre: Point; reach: number; seed: string },
): Promise<Buffer> {
  const random = new Random('bust', seed);
  const of = <T>(things: readonly T[]) => things[random.below(things.length)];
  const { colour, gloss } = of(stones);
  const around = of(surroundings);
  const turn = turnedBy(random.uniform(-40, 40), random.uniform(-12, 12), random.uniform(-6, 6));
  const size = random.uniform(0.35, 0.75) / reach;
  const [right, up] = [random.uniform(-0.15, 0.15), random.uniform(0, 0.2)];
  const veins = veinsOf(random, reach);
  // From the left or the right, from straight ahead to the side, level or from above.
  const [aside, high] = [random.uniform(-80, 80), random.uniform(0, 60)];
  const bright = random.uniform(0.7, 1.1);
  const [lx, ly, lz] = turnedBy(aside, high, 0)([0, 0, bright]);
  const width = side * fineness;
  const pixels = render(bust, {
    side: width,
    light: [lx, Math.abs(ly), lz],
    ambient: random.uniform(0.12, 0.4),
    gloss,
    stone: (point) => {
      const tone = veins(point);
      return [colour[0] * tone, colour[1] * tone, colour[2] * tone];
    },
    background: (x, y) => {
      const tone = 1 - 0.35 * y + 0.1 * Math.sin(9 * x + 4 * y);
      return [around[0] * tone, around[1] * tone, around[2] * tone];
    },
    place: (point) => {
      const [x, y, z] = turn([point[0] - centre[0], point[1] - centre[1], point[2] - centre[2]]);
      return [x * size + right, y * size + up, z * size];
    },
  });
  return sharp(pixels, { raw: { width, height: width, channels: 3 } })
    .resize(side, side)
    .png()
    .toBuffer();
}

/**
 * A bust with a face of its own: a face whose proportions are changed, with a skull, hair of stone, a neck and shoulders.
 *
 * @param face MediaPipe's canonical face, in centimetres
 */
export function carve(face: Mesh, seed: string): Mesh {
  const random = new Random('proportions', seed);
  const about = (deviation: number) => 1 + deviation * random.normal();
  const [wide, high, deep, jaw, nose, brow, mouth] = [
    about(0.06),
    about(0.06),
    about(0.08),
    about(0.08),
    about(0.15),
    about(0.3),
    about(0.3),
  ];
  const own = moved(face, ([x, y, z]) => {
    /** From 0 to 1: how much a place belongs to what is around another one. */
    const near = (px: number, py: number, radius: number) =>
      Math.exp(-((Math.abs(x) - px) ** 2 + (y - py) ** 2) / (2 * radius ** 2));
    const narrowing = 1 + (jaw - 1) * Math.min(1, Math.max(0, -y / 9));
    const relief =
      (nose - 1) * 3 * near(0, -0.5, 1.2) +
      (brow - 1) * near(3, 4.3, 1.3) +
      (mouth - 1) * near(0, -4.2, 1.4);
    return [x * wide * narrowing, y * high, z * deep + relief];
  });
  const curls = random.uniform(0.1, 0.6);
  const [thick, often] = [random.uniform(0.3, 1.6), random.uniform(0.8, 2)];
  const skull = globe(48, 64, ([x, y, z]) => {
    const hair =
      y > 0.55 || z < 0.1 ? thick + curls * Math.sin(often * 9 * x) * Math.sin(often * 8 * y) : 0;
    const front = z > 0 ? 5.2 : 9.5;
    return [x * (7.3 * wide + hair), y * (9.6 * high + hair) + 1.5, z * (front * deep + hair) - 3];
  });
  const neck = globe(12, 32, ([x, y, z]) => [x * 5.2 * wide, y * 12 - 11, z * 5 - 3.5]);
  const shoulders = globe(16, 48, ([x, y, z]) => [x * 17, y * 7 - 20, z * 8 - 4]);
  return joined(own, skull, neck, shoulders);
}

/** Veins and grain of a stone, around 1, by the place. */
function veinsOf(random: Random, reach: number): (point: Point) => number {
  const waves = Array.from({ length: 5 }, (_, i) => ({
    k: [random.normal(), random.normal(), random.normal()].map((w) => (w * (2 + 4 * i)) / reach),
    phase: random.uniform(0, 2 * Math.PI),
    height: 0.08 / (1 + 0.7 * i),
  }));
  const grain = random.uniform(0.02, 0.1);
  return (point) => {
    let tone = 1 + grain * (2 * random.uniform() - 1);
    for (const { k, phase, height } of waves) {
      tone += height * Math.sin(k[0] * point[0] + k[1] * point[1] + k[2] * point[2] + phase);
    }
    return tone;
  };
}
