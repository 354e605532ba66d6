// Last step of a batch normalisation's gradient: that of the input.
//
// An invocation computes one vec4 of channels of one pixel.
//
// input, output_gradient, input_gradient: nhwc4. coefficients: as in combine.wgsl.

// prelude
alias real = f32;
struct Params {
  pixels: u32,
  vec4s: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> output_gradient: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> coefficients: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> input_gradient: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  if (index >= params.pixels * params.vec4s) {
    return;
  }
  let at = 4u * (index % params.vec4s);
  let rest = (input[index] - coefficients[at + 2u]) * coefficients[at + 3u];
  let centred = output_gradient[index] - coefficients[at + 1u] - rest;
  input_gradient[index] = centred * coefficients[at];
}
