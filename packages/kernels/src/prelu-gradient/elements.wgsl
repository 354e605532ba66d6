// The gradients of a PReLU: that of the input, and what each element adds to that of its slope.
//
// An invocation computes one element.
//
// input, output_gradient, input_gradient, products: dense and alike. slope: dense. axes: those of the input,
// outermost first, with its strides and those of the slope, which are 0 where the slope is stretched.

// prelude
alias real = f32;
struct Axis {
  size: u32,
  first_stride: u32,
  second_stride: u32,
}
struct Params {
  count: u32,
  rank: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> axes: array<Axis>;
@group(0) @binding(2) var<storage, read> input: array<f32>;
@group(0) @binding(3) var<storage, read> slope: array<f32>;
@group(0) @binding(4) var<storage, read> output_gradient: array<f32>;
@group(0) @binding(5) var<storage, read_write> input_gradient: array<f32>;
@group(0) @binding(6) var<storage, read_write> products: array<f32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  if (index >= params.count) {
    return;
  }
  var rest = index;
  var at = 0u;
  for (var k = params.rank; k > 0u; k--) {
    let axis = axes[k - 1u];
    at += rest % axis.size * axis.second_stride;
    rest /= axis.size;
  }
  let x = input[index];
  let gradient = output_gradient[index];
  // NaN stays, told by its bits: a compiler may take it that no float is NaN.
  let is_nan = (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
  let factor = select(select(1.0, slope[at], x < 0.0), x, is_nan);
  input_gradient[index] = gradient * factor;
  products[index] = gradient * select(0.0, x, x < 0.0 || is_nan);
}
