// The gradient of a softmax y along one axis: y · (g - sum of y · g), where g is the output's gradient.
// Where LOGARITHM is 1, that of its logarithm: g - e^y · sum of g.
//
// An invocation computes one line: the elements that differ in their index along the axis only.
// Neighbouring invocations take neighbouring lines.
//
// result, output_gradient, output: dense, seen as [outer, size, inner], where size is that of the axis.

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
@group(0) @binding(1) var<storage, read> result: array<f32>;
@group(0) @binding(2) var<storage, read> output_gradient: array<f32>;
@group(0) @binding(3) var<storage, read_write> output: array<f32>;

// Told by its bits: a compiler may take it that no float is NaN, and `exp` may drop it.
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
  var sum = 0.0;
  for (var k = first; k < end; k += params.inner) {
    sum += output_gradient[k] * select(result[k], 1.0, LOGARITHM == 1u);
  }
  for (var k = first; k < end; k += params.inner) {
    let y = result[k];
    let gradient = output_gradient[k];
    let of_logarithm = select(gradient - exp(y) * sum, y, is_nan(y));
    output[k] = select(y * (gradient - sum), of_logarithm, LOGARITHM == 1u);
  }
}
