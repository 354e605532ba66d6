import type { Size } from '../geometry/letterbox.ts';
import type { Random } from '../testing/random.ts';
import type { ChannelMix, Variation } from './augment.ts';

export interface AugmentCase {
  readonly name: string;
  readonly chips: number;
  readonly chipSize: Size;
  readonly size: Size;
  readonly variations: readonly Variation[];
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
}

const asIs: Variation = {
  chip: 0,
  map: { x: [1, 0, 0], y: [0, 1, 0] },
  colours: [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
  ],
  cell: 1,
  occluder: { edges: [0, 0, 0, 0], colour: [0, 0, 0, 0] },
};

const chipSize: Size = { width: 17, height: 13 };

export const augmentCases: readonly AugmentCase[] = [
  one('as it is', {}, chipSize),
  one('mirrored', { map: { x: [-1, 0, 17], y: [0, 1, 0] } }, chipSize),
  one('moved by parts of pixels', { map: { x: [1, 0, 1.3], y: [0, 1, -0.6] } }, chipSize),
  one('turned and enlarged', { map: turned(0.5, 0.6, 8, 6) }, { width: 23, height: 19 }),
  one('beyond the edges', { map: { x: [3, 0, -20], y: [0, 3, -20] } }, { width: 19, height: 19 }),
  one('other colours', { colours: sepia() }, chipSize),
  one('a cell of two', { cell: 2 }, chipSize),
  one('cells of 3.7', { cell: 3.7, map: turned(0.2, 1, 8, 6) }, chipSize),
  one('cells larger than their taps', { cell: 11 }, { width: 29, height: 7 }),
  one(
    'hidden in part',
    { occluder: { edges: [2.5, 3, 9, 40], colour: [9, 80, 255, 0.7] } },
    chipSize,
  ),
  one('to one pixel', { cell: 1 }, { width: 1, height: 1 }),
  { ...one('folded workgroups', { cell: 1.5 }, { width: 65, height: 63 }), folded: true },
  {
    name: 'several chips, some twice',
    chips: 3,
    chipSize,
    size: { width: 9, height: 10 },
    variations: [2, 0, 2, 1].map((chip) => ({ ...asIs, chip, cell: chip + 0.5 })),
  },
  { name: 'no images', chips: 1, chipSize, size: { width: 4, height: 4 }, variations: [] },
];

/** A case at random. */
export function drawAugment(random: Random): AugmentCase {
  const side = () => random.pick([1, 2, 7, 8, 16, 31, 33]);
  const chips = random.integer(1, 3);
  const chipSize = { width: side(), height: side() };
  const size = { width: side(), height: side() };
  const variations = Array.from({ length: random.integer(1, 4) }, (): Variation => {
    const mix = (): ChannelMix => [
      random.uniform(-1, 1),
      random.uniform(-1, 1),
      random.uniform(-1, 1),
      random.uniform(-99, 99),
    ];
    return {
      chip: random.integer(0, chips - 1),
      map: turned(random.uniform(-3, 3), random.uniform(0.3, 3), random.uniform(0, 20), 5),
      colours: [mix(), mix(), mix()],
      cell: random.pick([0.5, 1, 1.5, 4.2]),
      occluder: {
        edges: [random.uniform(-5, 9), random.uniform(-5, 9), random.uniform(3, 30), 12],
        colour: [random.integer(0, 255), 7, 99, random.uniform()],
      },
    };
  });
  const name = `${chips} chips ${chipSize.width}×${chipSize.height} → ${variations.length} of ${size.width}×${size.height}`;
  return { name, chips, chipSize, size, variations };
}

function one(name: string, changes: Partial<Variation>, size: Size): AugmentCase {
  return { name, chips: 1, chipSize, size, variations: [{ ...asIs, ...changes }] };
}

/** Turned by an angle about a point, and scaled. */
function turned(angle: number, scale: number, cx: number, cy: number): Variation['map'] {
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  return { x: [cos, -sin, cx - cos * cx + sin * cy], y: [sin, cos, cy - sin * cx - cos * cy] };
}

function sepia(): Variation['colours'] {
  return [
    [0.393, 0.769, 0.189, 10],
    [0.349, 0.686, 0.168, 0],
    [0.272, 0.534, 0.131, -30],
  ];
}
