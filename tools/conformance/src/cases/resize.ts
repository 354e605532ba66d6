import { type Case, type CaseInput, given, input, list } from '../case.ts';

const image = input([1, 3, 4, 5]);
const double = given([4], [1, 1, 2, 2]);

const uneven = given([4], [1, 1, 0.75, 1.625]);

const roundings = ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'];
const transformations = ['half_pixel', 'pytorch_half_pixel', 'align_corners', 'asymmetric'];

export const resizeCases: readonly Case[] = [
  ...['nearest', 'linear'].flatMap((mode): Case[] => [
    { operator: 'Upsample', opsets: [9], attributes: { mode }, inputs: [image, double] },
    { operator: 'Resize', opsets: [10], attributes: { mode }, inputs: [image, double] },
    {
      operator: 'Resize',
      opsets: [13, 18],
      attributes: {
        mode,
        coordinate_transformation_mode: 'asymmetric',
        nearest_mode: 'floor',
      },
      inputs: [image, null, double],
    },
    {
      operator: 'Resize',
      opsets: [11],
      attributes: { mode },
      inputs: [image, given([0], []), given([0], []), list(1, 3, 8, 15)],
    },
    { operator: 'Resize', attributes: { mode }, inputs: [image, null, null, list(1, 3, 8, 15)] },
  ]),
  {
    operator: 'Resize',
    attributes: { mode: 'linear', coordinate_transformation_mode: 'align_corners' },
    inputs: [image, null, null, list(1, 3, 7, 9)],
  },
  ...transformations.flatMap((coordinate_transformation_mode) => [
    ...['linear', 'cubic'].flatMap((mode): Case[] => [
      resized({ mode, coordinate_transformation_mode }, image, null, null, list(1, 3, 7, 9)),
      resized({ mode, coordinate_transformation_mode }, image, null, uneven),
    ]),
    ...roundings.map((nearest_mode) =>
      resized(
        { mode: 'nearest', coordinate_transformation_mode, nearest_mode },
        image,
        null,
        null,
        list(1, 3, 7, 3),
      ),
    ),
  ]),
  ...roundings.flatMap((nearest_mode) =>
    [double, uneven, given([4], [1, 1, 1 / 3, 2 / 3])].map((scales) =>
      resized({ mode: 'nearest', nearest_mode }, image, null, scales),
    ),
  ),
  resized(
    { mode: 'nearest', coordinate_transformation_mode: 'tf_half_pixel_for_nn' },
    image,
    given([0], []),
    given([0], []),
    list(1, 3, 3, 4),
    [11],
  ),
  ...['nearest', 'linear', 'cubic'].map((mode) =>
    resized(
      {
        mode,
        coordinate_transformation_mode: 'tf_crop_and_resize',
        extrapolation_value: { float: 10 },
      },
      image,
      given([8], [0, 0, 0.25, -0.2, 1, 1, 0.75, 1.1]),
      null,
      list(1, 3, 5, 7),
    ),
  ),
  ...['nearest', 'linear', 'cubic'].map((mode) => {
    const attributes = { mode, coordinate_transformation_mode: 'half_pixel_symmetric' };
    return resized(attributes, image, null, uneven, null, [19]);
  }),
  resized({ mode: 'cubic', exclude_outside: 1 }, image, null, uneven),
  resized({ mode: 'cubic', cubic_coeff_a: { float: -0.5 } }, image, null, double),
  ...['stretch', 'not_larger', 'not_smaller'].map((keep_aspect_ratio_policy) =>
    resized(
      { mode: 'linear', keep_aspect_ratio_policy, axes: [2, 3] },
      image,
      null,
      null,
      list(7, 7),
      [18],
    ),
  ),
  resized({ mode: 'nearest', axes: [3, 2] }, image, null, null, list(9, 5), [18]),
  ...['linear', 'cubic'].flatMap((mode) => [
    resized({ mode, antialias: 1 }, input([1, 2, 17, 13]), null, null, list(1, 2, 5, 7), [18]),
    resized(
      { mode, antialias: 1, exclude_outside: 1 },
      input([1, 2, 17, 13]),
      null,
      null,
      list(1, 2, 5, 20),
      [18],
    ),
  ]),
  resized({ mode: 'linear' }, input([5, 7]), null, null, list(9, 4)),
  resized({ mode: 'nearest' }, input([1, 3, 5]), null, given([3], [1, 1, 2])),
];

function resized(
  attributes: NonNullable<Case['attributes']>,
  x: CaseInput,
  roi: CaseInput | null,
  scales: CaseInput | null,
  sizes: CaseInput | null = null,
  opsets = [13],
): Case {
  const inputs = [x, roi, scales, ...(sizes ? [sizes] : [])];
  return { operator: 'Resize', opsets, attributes, inputs };
}
