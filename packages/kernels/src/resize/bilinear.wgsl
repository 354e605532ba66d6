// Resizing by bilinear interpolation.
//
// An invocation computes one pixel's vec4 of channels. Along each axis, its position in the input is
// (output · step + offset) / divisor, which is less than the input's size; positions beyond an edge
// take the edge's pixels.
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

// The two pixels around a position, and how far it lies from the first to the second.
struct Neighbours {
  first: u32,
  second: u32,
  fraction: f32,
}

fn neighbours(position: u32, step: i32, offset: i32, divisor: i32, size: u32) -> Neighbours {
  let numerator = max(i32(position) * step + offset, 0);
  let first = u32(numerator / divisor);
  return Neighbours(first, min(first + 1u, size - 1u), f32(numerator % divisor) / f32(divisor));
}

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

  let rows = neighbours(y, params.step_y, params.offset_y, params.divisor_y, params.in_height);
  let columns = neighbours(x, params.step_x, params.offset_x, params.divisor_x, params.in_width);
  let upper = (n * params.in_height + rows.first) * params.in_width;
  let lower = (n * params.in_height + rows.second) * params.in_width;
  let upper_left = vec4<f32>(input[(upper + columns.first) * params.vec4s + c]);
  let upper_right = vec4<f32>(input[(upper + columns.second) * params.vec4s + c]);
  let lower_left = vec4<f32>(input[(lower + columns.first) * params.vec4s + c]);
  let lower_right = vec4<f32>(input[(lower + columns.second) * params.vec4s + c]);
  let above = mix(upper_left, upper_right, columns.fraction);
  let below = mix(lower_left, lower_right, columns.fraction);
  output[index] = vec4<real>(mix(above, below, rows.fraction));
}
