// Second step of a normalisation by groups: what its channels' slices have in common, as a factor and
// an addend for each channel.
//
// An invocation computes one channel of one image. The mean of a group is that of its slices; their
// deviations from it add up with their own squared ones (Chan, Golub and LeVeque 1979).
//
// moments: [image][slice][vec4][2][4 channels], mean and sum of squared deviations. scale, offset: a
// value for each channel, in whole vec4s. coefficients: [image][vec4][2][4 channels], factor and
// addend.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  slices: u32,
  slice_pixels: u32,
  pixels: u32,
  vec4s: u32,
  channels: u32,
  group_channels: u32,
  epsilon: f32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> moments: array<f32>;
@group(0) @binding(2) var<storage, read> scale: array<f32>;
@group(0) @binding(3) var<storage, read> offset: array<f32>;
@group(0) @binding(4) var<storage, read_write> coefficients: array<f32>;

// Where the mean of a channel's slice lies; the squared deviations follow 4 behind.
fn place(n: u32, slice: u32, channel: u32) -> u32 {
  return ((n * params.slices + slice) * params.vec4s + channel / 4u) * 8u + channel % 4u;
}

fn pixels_of(slice: u32) -> f32 {
  return f32(min(params.slice_pixels, params.pixels - slice * params.slice_pixels));
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  let channel = index % params.channels;
  let n = index / params.channels;
  if (n >= live_batch(params.batch)) {
    return;
  }
  let first = channel / params.group_channels * params.group_channels;
  let end = first + params.group_channels;
  var sum = 0.0;
  for (var c = first; c < end; c++) {
    for (var slice = 0u; slice < params.slices; slice++) {
      sum = fma(moments[place(n, slice, c)], pixels_of(slice), sum);
    }
  }
  let count = f32(params.pixels * params.group_channels);
  let mean = sum / count;
  var squares = 0.0;
  for (var c = first; c < end; c++) {
    for (var slice = 0u; slice < params.slices; slice++) {
      let at = place(n, slice, c);
      let deviation = moments[at] - mean;
      squares += fma(deviation * deviation, pixels_of(slice), moments[at + 4u]);
    }
  }
  let factor = scale[channel] / sqrt(squares / count + params.epsilon);
  let goal = (n * params.vec4s + channel / 4u) * 8u + channel % 4u;
  coefficients[goal] = factor;
  coefficients[goal + 4u] = offset[channel] - mean * factor;
}
