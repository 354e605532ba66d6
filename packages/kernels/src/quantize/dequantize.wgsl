// Whole steps of a scale as the numbers that they stand for: (x - zero) · scale.
//
// An invocation computes one element.
//
// input, output: [outer][channels][inner]. scale, zero: [channel].

// prelude
alias real = f32;
struct Params {
  count: u32,
  inner: u32,
  channels: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<i32>;
@group(0) @binding(2) var<storage, read> scale: array<f32>;
@group(0) @binding(3) var<storage, read> zero: array<i32>;
@group(0) @binding(4) var<storage, read_write> output: array<real>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  if (i >= params.count) {
    return;
  }
  let channel = i / params.inner % params.channels;
  output[i] = real(f32(input[i] - zero[channel]) * scale[channel]);
}
