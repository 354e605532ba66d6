const fractions =
  'the length of its output has a fraction; here it is whole, as ONNX Runtime has it';
const bits = 'its numbers are the bits of others';

/** Cases that are taken for wrong, by the ends of their names, and why. */
const exceptions: Readonly<Record<string, string>> = {
  '/test_resize_downsample_scales_linear_align_corners': fractions,
  '/test_resize_downsample_scales_cubic_align_corners': fractions,
  '/test_cast_BFLOAT16_to_FLOAT': bits,
  '/test_cast_FLOAT_to_BFLOAT16': bits,
  '/test_castlike_BFLOAT16_to_FLOAT_expanded': bits,
  '/test_castlike_FLOAT_to_BFLOAT16_expanded': bits,
};

/** Why a case that doesn't pass need not, if it is known. */
export function exceptionOf(name: string): string | undefined {
  return Object.entries(exceptions).find(([end]) => name.endsWith(end))?.[1];
}
