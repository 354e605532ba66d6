// A Gaussian blur along one axis, of another width for each image; two of them, one along each axis, blur an
// image. What lies beyond the edges is what lies at them.
//
// An invocation computes one pixel of one image. The kernel is cut off at three deviations and its weights
// add up to 1; a deviation of 0 leaves the image as it is.
//
// input, output: nhwc4, up to 4 channels. deviations: one f32 for each image, in pixels.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  height: u32,
  width: u32,
  vertical: u32,
  most_radius: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;
@group(0) @binding(2) var<storage, read> deviations: array<f32>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<real>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  if (i >= params.batch * params.height * params.width) {
    return;
  }
  let x = i32(i % params.width);
  let y = i32(i / params.width % params.height);
  let n = i / params.width / params.height;
  let deviation = deviations[n];
  if (!(deviation > 0.0)) {
    output[i] = input[i];
    return;
  }
  let radius = min(i32(min(ceil(3.0 * deviation), 1e6)), i32(params.most_radius));
  let along = select(vec2<i32>(1, 0), vec2<i32>(0, 1), params.vertical != 0u);
  let edge = vec2<i32>(i32(params.width), i32(params.height)) - 1;
  let first = i32(n * params.height * params.width);
  var sum = vec4<f32>(0.0);
  var weights = 0.0;
  for (var step = -radius; step <= radius; step++) {
    let share = f32(step) / deviation;
    let weight = exp(-0.5 * share * share);
    let at = clamp(vec2<i32>(x, y) + step * along, vec2<i32>(0), edge);
    sum += weight * vec4<f32>(input[first + at.y * i32(params.width) + at.x]);
    weights += weight;
  }
  output[i] = vec4<real>(sum / weights);
}
