// Softmax along one axis: e^(x - m) / sum of e^(x - m), where m is the largest x along the axis, so
// that no power overflows. Where LOGARITHM is 1, the logarithm of that, as x - m - log of the sum.
//
// An invocation computes one line: the elements that differ in their index along the axis only.
// Neighbouring invocations take neighbouring lines.
//
// input, output: dense, seen as [outer, size, inner], where size is that of the axis.

// prelude
alias real = f32;
const LOGARITHM: u32 = 0;
struct Params {
  outer: u32,
  size: u32,
  inner: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<real>;
@group(0) @binding(2) var<storage, read_write> output: array<real>;

// Told by its bits: a compiler may take it that no float is NaN.
fn is_nan(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  if (i >= params.outer * params.inner) {
    return;
  }
  let first = i / params.inner * params.size * params.inner + i % params.inner;
  let end = first + params.size * params.inner;
  var largest = f32(input[first]);
  for (var k = first + params.inner; k < end; k += params.inner) {
    let value = f32(input[k]);
    largest = select(largest, value, value > largest || is_nan(value));
  }
  // 0, unless the largest is NaN or infinite: then everything is NaN, though `exp` may drop it.
  let rest = largest - largest;
  var sum = 0.0;
  for (var k = first; k < end; k += params.inner) {
    sum += exp(f32(input[k]) - largest);
  }
  for (var k = first; k < end; k += params.inner) {
    let x = f32(input[k]) - largest;
    output[k] = real(select(exp(x) / sum, x - log(sum), LOGARITHM == 1u) + rest);
  }
}
