// Resizing by the nearest pixel.
//
// An invocation computes one pixel's vec4 of channels. Along each axis, the nearest pixel is the whole
// part of (output · step + offset) / divisor, which never lies beyond the last one.
//
// input, output: nhwc4.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  in_height: u32,
  in_width: u32,
  vec4s: u32,
  out_height: u32,
  out_width: u32,
  step_y: i32,
  step_x: i32,
  offset_y: i32,
  offset_x: i32,
  divisor_y: i32,
  divisor_x: i32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4<real>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  let c = index % params.vec4s;
  let x = index / params.vec4s % params.out_width;
  let y = index / params.vec4s / params.out_width % params.out_height;
  let n = index / params.vec4s / params.out_width / params.out_height;
  if (n >= live_batch(params.batch)) {
    return;
  }

  let in_y = u32((i32(y) * params.step_y + params.offset_y) / params.divisor_y);
  let in_x = u32((i32(x) * params.step_x + params.offset_x) / params.divisor_x);
  let pixel = (n * params.in_height + in_y) * params.in_width + in_x;
  output[index] = input[pixel * params.vec4s + c];
}
