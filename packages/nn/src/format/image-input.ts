import { FaceGpuError, formatShape } from '@facegpu/kernels';
import { bindShape } from '../ir/bind-shape.ts';
import type { Graph, GraphInput } from '../ir/graph.ts';
import type { Dimensions } from '../ir/infer-types.ts';
import { oneOf, real, whole } from '../operators/kinds.ts';
import { is, isRecord, listOf, maybe, name, of, type Schema, table } from './schema.ts';

/** How a photo becomes the input of a network. */
export interface ImageInput {
  /** Name of the graph's input. */
  readonly name: string;
  /** Order of its axes behind the batch's: `nhwc` unless told, `nchw` as many importers leave it. */
  readonly layout?: 'nhwc' | 'nchw';
  /** The sizes that the network takes. */
  readonly sizes: ImageSizes;
  /** What its channels are; grey is the luma of ITU-R BT.601. */
  readonly channels: 'rgb' | 'bgr' | 'grey';
  /** Taken off each channel (0 to 255), in their order, before `scale` multiplies it. */
  readonly mean: readonly number[];
  readonly scale: readonly number[];
  /**
   * How a whole photo is brought to the size: `letterbox`, unless told, keeps its proportions and fills
   * up with black; `stretch` doesn't.
   */
  readonly fit?: 'letterbox' | 'stretch';
}

/** Height and width, in pixels. */
export type ImageSize = readonly [height: number, width: number];

/** A list, of which the first is the main one; or any. */
export type ImageSizes = readonly ImageSize[] | AnySize;

/** Any size whose sides are multiples of a number, as fully convolutional networks take it. */
export interface AnySize {
  readonly multiple: number;
  /** The most that a side has, in pixels; a multiple itself. */
  readonly longest: number;
}

/** How many numbers a pixel has. */
export function channelCount({ channels }: Pick<ImageInput, 'channels'>): number {
  return channels === 'grey' ? 1 : 3;
}

/** The size that is taken where nothing says which: the first one, or the largest square. */
export function mainSize({ sizes }: Pick<ImageInput, 'sizes'>): ImageSize {
  return isAnySize(sizes) ? [sizes.longest, sizes.longest] : sizes[0];
}

/**
 * The size in which a network sees a photo best: the one of a list that shows it largest, up to its own
 * size, and of several the smallest; or, where any is taken, the one with the photo's proportions that holds it
 * as it is, or reduced to the longest side.
 *
 * @param photo in pixels
 */
export function fittingSize(
  { sizes }: Pick<ImageInput, 'sizes'>,
  photo: { readonly width: number; readonly height: number },
): ImageSize {
  if (isAnySize(sizes)) {
    const { multiple, longest } = sizes;
    const scale = Math.min(1, longest / Math.max(photo.width, photo.height));
    // Whole pixels first: a product may lie a trifle above the multiple that it should be.
    const side = (extent: number) => Math.ceil(Math.round(extent * scale) / multiple) * multiple;
    const within = (extent: number) => Math.min(Math.max(extent, multiple), longest);
    return [within(side(photo.height)), within(side(photo.width))];
  }
  const scaleOf = ([height, width]: ImageSize) =>
    Math.min(1, height / photo.height, width / photo.width);
  const area = ([height, width]: ImageSize) => height * width;
  return sizes.reduce((best, next) => {
    const gain = scaleOf(next) - scaleOf(best);
    return gain > 0 || (gain === 0 && area(next) < area(best)) ? next : best;
  });
}

export function isAnySize(sizes: ImageSizes): sizes is AnySize {
  return !Array.isArray(sizes);
}

/** Shape of a graph's image input: the batch, then the axes in their order. */
function imageInputShape(
  input: Pick<ImageInput, 'channels' | 'layout'>,
  batch: number,
  [height, width]: ImageSize,
): readonly number[] {
  const channels = channelCount(input);
  return input.layout === 'nchw'
    ? [batch, channels, height, width]
    : [batch, height, width, channels];
}

/**
 * What the named axes of a graph's image input stand for.
 *
 * @throws FaceGpuError `bad-model` where the graph's own sizes are others
 */
export function imageDimensions(
  graph: Graph,
  input: ImageInput,
  batch: number,
  size: ImageSize,
  source = 'the model',
): Dimensions {
  const port = graph.inputs.find(({ name }) => name === input.name);
  if (!port) throw unlike(source, `the graph has no input "${input.name}"`);
  const wanted = imageInputShape(input, batch, size);
  const dimensions = new Map<string, number>();
  if (bindShape(port.shape, wanted, dimensions)) return Object.fromEntries(dimensions);
  throw unlike(source, `${shapeOf(port)} in the graph, not ${formatShape(wanted)}`);
}

/** The most images that a graph takes at once: 1 where it says so, and else as many as wanted. */
export function mostImages(graph: Graph, input: Pick<ImageInput, 'name'>): number {
  const batch = graph.inputs.find(({ name }) => name === input.name)?.shape[0];
  return typeof batch === 'number' ? batch : Number.POSITIVE_INFINITY;
}

/**
 * Checks that a graph takes all that is said of its image input.
 *
 * @throws FaceGpuError `bad-model`
 */
export function requireImageInput(graph: Graph, input: ImageInput, source: string): void {
  const most = mostImages(graph, input);
  const batch = Number.isFinite(most) ? most : 1;
  for (const size of isAnySize(input.sizes) ? extremesOf(input.sizes) : input.sizes)
    imageDimensions(graph, input, batch, size, source);
}

/** The largest square, and the narrowest strips, which a graph of fixed sides doesn't take. */
function extremesOf({ multiple, longest }: AnySize): ImageSize[] {
  return [
    [longest, longest],
    [multiple, longest],
    [longest, multiple],
  ];
}

const side = of(whole(1, 65_535));

const listed: Schema = (value, path) => {
  const flaw = listOf(listOf(side, 2))(value, path);
  return flaw ?? filled(value, path);
};

const filled = is(
  'a list of one size at least',
  (value) => Array.isArray(value) && value.length > 0,
);

const any: Schema = (value, path) => {
  const flaw = table<AnySize>({ multiple: side, longest: side })(value, path);
  if (flaw !== undefined) return flaw;
  const { multiple, longest } = value as AnySize;
  if (longest % multiple === 0) return undefined;
  return `${path}.longest is ${longest}, not a multiple of ${multiple}`;
};

const form = table<ImageInput>({
  name,
  layout: maybe(of(oneOf('nhwc', 'nchw'))),
  sizes: (value, path) => (isRecord(value) ? any : listed)(value, path),
  channels: of(oneOf('rgb', 'bgr', 'grey')),
  mean: listOf(of(real)),
  scale: listOf(of(real)),
  fit: maybe(of(oneOf('letterbox', 'stretch'))),
});

/** An image input, as a model file says it. */
export const imageInput: Schema = (value, path) => {
  const flaw = form(value, path);
  if (flaw !== undefined) return flaw;
  const input = value as ImageInput;
  const perChannel = listOf(of(real), channelCount(input));
  return perChannel(input.mean, `${path}.mean`) ?? perChannel(input.scale, `${path}.scale`);
};

function shapeOf({ name, shape }: GraphInput): string {
  return `the input "${name}" is [${shape.join(', ')}]`;
}

function unlike(source: string, what: string): FaceGpuError {
  return new FaceGpuError(
    'bad-model',
    `${source}: ${what}`,
    'Correct what its description says of "input": name, layout, sizes and channels must be the graph’s.',
  );
}
