// Local response normalisation: x / (bias + alpha / size · s)^beta, where s is the sum of the squares
// of the channels from `before` in front of a channel to `after` behind it.
//
// An invocation computes one vec4 of channels of one pixel.
//
// input, output: nhwc4.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  pixels: u32,
  channels: u32,
  before: u32,
  after: u32,
  alpha: f32,
  beta: f32,
  bias: f32,
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
  let vec4s = (params.channels + 3u) / 4u;
  let pixel = index / vec4s;
  if (pixel >= live_batch(params.batch) * params.pixels) {
    return;
  }
  let value = vec4<f32>(input[index]);
  var result = value;
  for (var lane = 0u; lane < 4u; lane++) {
    let channel = index % vec4s * 4u + lane;
    let first = max(channel, params.before) - params.before;
    let end = min(channel + params.after + 1u, params.channels);
    var sum = 0.0;
    for (var c = first; c < end; c++) {
      let neighbour = f32(input[pixel * vec4s + c / 4u][c % 4u]);
      sum = fma(neighbour, neighbour, sum);
    }
    let base = fma(params.alpha, sum, params.bias);
    // Powers may drop NaN, which is told by its bits.
    let is_nan = (bitcast<u32>(base) & 0x7fffffffu) > 0x7f800000u;
    result[lane] = select(value[lane] / pow(base, params.beta), base, is_nan);
  }
  output[index] = vec4<real>(result);
}
