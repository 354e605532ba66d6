import { shapeMismatch } from '../errors.ts';
import type { Size } from '../geometry/letterbox.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import type { TemplatePoint } from '../similarity/similarity.ts';
import { requireSpec } from '../tensor/require.ts';
import { ConstantTensor, formatShape, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import gridSource from './grid.wgsl';
import { inverse3 } from './inverse3.ts';
import solveSource from './solve.wgsl';

/** How far a landmark may lie from where the mean face has it, along each axis, in the face's units. */
export const farthestMove = 0.5;

/** Rows of a camera that are this flat, as determinant by squared trace of their products, lie on a line. */
export const flattest = 1e-5;

/** A face's unit that is shorter than this in the photo, in pixels, is a point. */
export const smallestUnit = 1e-3;

export const frontalSolveShader = defineShader({
  name: 'frontal/solve',
  source: solveSource,
  params: struct({
    batch: 'u32',
    count: 'u32',
    template_x: 'f32',
    template_y: 'f32',
    flattest: 'f32',
    smallest: 'f32',
    farthest: 'f32',
  }),
  batched: true,
});

export const frontalGridShader = defineShader({
  name: 'frontal/grid',
  source: gridSource,
  params: struct({
    batch: 'u32',
    count: 'u32',
    rows: 'u32',
    columns: 'u32',
    relief_rows: 'u32',
    relief_columns: 'u32',
    relief_left: 'f32',
    relief_top: 'f32',
    relief_step: 'f32',
    step_x: 'f32',
    step_y: 'f32',
    mirror_width: 'f32',
    axis: 'f32',
    narrowness: 'f32',
  }),
  batched: true,
});

/** A landmark of the mean face: x to the right of the picture, y down, z away from the viewer. */
export interface FacePoint {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** How much it counts in the fit, 1 divided by the variance of its place, say; 0 leaves it out. */
  readonly weight: number;
}

/** The surface of the mean face, seen from the front: cells row after row, as far apart both ways. */
export interface Relief {
  readonly rows: number;
  readonly columns: number;
  /** Where the first cell lies, and how far the next is from it. */
  readonly left: number;
  readonly top: number;
  readonly step: number;
  /**
   * Four numbers a cell: the depth z; x and y of the surface's normal, which is of length 1 and points to the
   * viewer; and from 0 to 1 how far the place may be shown as its mirror image is.
   */
  readonly cells: Float32Array<ArrayBuffer>;
}

/** A mean face that is the same on both sides of x = 0. */
export interface FaceModel {
  readonly points: readonly FacePoint[];
  readonly relief: Relief;
  /** How far around a landmark the face is moved with it: the deviation of a Gaussian, in the face's units. */
  readonly reach: number;
}

export interface FrontalArgs {
  /** `[faces, points, 2]`, f32: x and y in pixels of the photo. */
  readonly points: Tensor;
  readonly face: FaceModel;
  /** Where the points are to lie in the view, for each of them; at least two with different places must count. */
  readonly template: readonly TemplatePoint[];
  /** Of the view, in pixels. */
  readonly size: Size;
  /** `[faces, rows, columns, 8]`, f32: what {@link frontalGridSpec} says. */
  readonly grid: Tensor;
  readonly live?: Tensor | undefined;
  /** Whether the view is to be flipped left to right. */
  readonly mirror?: boolean | undefined;
}

/** What the grid of a view is, with a node every other pixel or so. */
export function frontalGridSpec(faces: number, { width, height }: Size): TensorSpec {
  const nodes = (side: number) => Math.ceil(side / 2) + 1;
  return { shape: [faces, nodes(height), nodes(width), 8], dtype: 'f32', layout: 'dense' };
}

/**
 * Where in the photo the pixels of a face's frontal view lie (Taigman et al. 2014, "DeepFace", section 2): a
 * camera far away is fitted to the face's landmarks by weighted least squares, what is left of their errors is
 * added to the mean face, and every place of the view is projected at its depth. The camera turns, scales and
 * moves, so that a face keeps its proportions; of an error it can't explain the part across the line of sight
 * counts as the face's, spread around the landmark. The view lies where the points of the moved face are
 * closest to the template, by a similarity transform: for a face that looks straight at the camera it is the
 * very crop of `similarity`.
 *
 * Where the surface turns away from the camera (below 0.65 of the cosine, all of it below 0.35), it is shown as
 * the other side is, as far as that looks at the camera more. Landmarks on a line are taken for a face that looks
 * straight at the camera; one that isn't finite makes the whole grid of its face NaN, which the warp shows.
 *
 * The grid has nodes at equal distances, the first and the last at the view's edges, of eight numbers: x and y in
 * the photo, those of the mirror image, the share of the latter, and nothing.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function frontal(args: FrontalArgs): Dispatch[] {
  const { points, face, template, size, grid, live, mirror = false } = args;
  const [batch, rows, columns] = grid.shape;
  const count = face.points.length;
  requireSpec('frontal', 'points', points, {
    shape: [batch, template.length, 2],
    dtype: 'f32',
    layout: 'dense',
  });
  requireSpec('frontal', 'grid', grid, {
    shape: [batch, rows, columns, 8],
    dtype: 'f32',
    layout: 'dense',
  });
  const { relief } = face;
  const cells = relief.rows * relief.columns;
  if (count !== template.length || !(cells > 0) || relief.cells.length !== 4 * cells) {
    throw shapeMismatch(
      `frontal: the face has ${count} points and ${relief.cells.length / 4} cells`,
      `It must have the template's ${template.length} points, and ${relief.rows}×${relief.columns} cells.`,
    );
  }
  if (!(rows >= 2 && columns >= 2)) {
    throw shapeMismatch(
      `frontal: grid is ${formatShape(grid.shape)}`,
      'It must have two rows and two columns at least.',
    );
  }
  const centre = centreOf(face.points);
  const shape = shapeOf(face.points, template, centre);
  const fits = new Tensor('frontal fits', {
    shape: [batch, count + 4, 4],
    dtype: 'f32',
    layout: 'dense',
  });
  const [x, y] = templateCentre(template);
  return [
    dispatch(frontalSolveShader, {
      label: 'frontal solve',
      params: {
        batch,
        count,
        template_x: x,
        template_y: y,
        flattest,
        smallest: smallestUnit,
        farthest: farthestMove,
      },
      tensors: { points, shape, fits },
      live,
      workgroups: linearGrid(batch, 16),
    }),
    dispatch(frontalGridShader, {
      label: 'frontal grid',
      params: {
        batch,
        count,
        rows,
        columns,
        relief_rows: relief.rows,
        relief_columns: relief.columns,
        relief_left: relief.left - centre[0],
        relief_top: relief.top - centre[1],
        relief_step: relief.step,
        step_x: size.width / (columns - 1),
        step_y: size.height / (rows - 1),
        mirror_width: mirror ? size.width : 0,
        axis: -centre[0],
        narrowness: 1 / (2 * face.reach ** 2),
      },
      tensors: { shape, relief: reliefTensor(relief, centre[2]), fits, grid },
      live,
      workgroups: linearGrid(batch * rows * columns, 64),
    }),
  ];
}

type Vector = readonly [x: number, y: number, z: number];

function centreOf(points: readonly FacePoint[]): Vector {
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (axis: 'x' | 'y' | 'z') =>
    points.reduce((sum, point) => sum + (point.weight / total) * point[axis], 0);
  return [mean('x'), mean('y'), mean('z')];
}

function templateCentre(template: readonly TemplatePoint[]): [number, number] {
  const total = template.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (axis: 'x' | 'y') =>
    template.reduce((sum, point) => sum + (point.weight / total) * point[axis], 0);
  return [mean('x'), mean('y')];
}

/**
 * What each landmark adds to the fits, as solve.wgsl has it: the least-squares solutions are linear in the landmarks.
 *
 * @throws FaceGpuError `shape-mismatch` where the face is flat
 */
function shapeOf(
  points: readonly FacePoint[],
  template: readonly TemplatePoint[],
  centre: Vector,
): ConstantTensor {
  const weights = points.map(({ weight }) => weight);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const most = Math.max(...weights);
  const places = points.map(({ x, y, z }): Vector => [x - centre[0], y - centre[1], z - centre[2]]);
  const axes = [0, 1, 2] as const;
  const products = axes.map((row) =>
    axes.map((column) =>
      places.reduce((sum, place, i) => sum + weights[i] * place[row] * place[column], 0),
    ),
  );
  const inverse = inverse3(products);
  if (!inverse) {
    throw shapeMismatch(
      'frontal: the points of the face lie in a plane, or too few of them count',
      'Give the points of a face in three dimensions, with weights above 0.',
    );
  }
  const [tx, ty] = templateCentre(template);
  const templateTotal = template.reduce((sum, { weight }) => sum + weight, 0);
  const spread = template.reduce(
    (sum, { x, y, weight }) => sum + weight * ((x - tx) ** 2 + (y - ty) ** 2),
    0,
  );
  const rows = places.flatMap((place, i) => {
    const weight = weights[i];
    const rows = inverse.map(
      (row) => weight * (row[0] * place[0] + row[1] * place[1] + row[2] * place[2]),
    );
    const { x, y, weight: own } = template[i];
    const along = [x - tx, y - ty].map((value) => (own * value) / spread);
    return [...place, weight / total, ...rows, weight / most, ...along, own / templateTotal, 0];
  });
  const spec = { shape: [points.length, 3, 4], dtype: 'f32', layout: 'dense' } as const;
  return new ConstantTensor('face shape', spec, Float32Array.from(rows));
}

/** The relief with its depth from the centre of the points on. */
function reliefTensor({ rows, columns, cells }: Relief, depth: number): ConstantTensor {
  const spec = { shape: [rows, columns, 4], dtype: 'f32', layout: 'dense' } as const;
  const moved = cells.map((value, i) => (i % 4 === 0 ? value - depth : value));
  return new ConstantTensor('face relief', spec, moved);
}
