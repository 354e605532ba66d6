// Images with their channels first, plane by plane, to images with their channels last.
//
// An invocation writes a pixel's vec4 of channels; neighbouring invocations take neighbouring pixels, so
// that a workgroup's loads lie side by side. Lanes beyond the last channel repeat it.
//
// input: dense, [batch, channels, pixels]. output: nhwc4.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  channels: u32,
  pixels: u32,
  vec4s: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<real>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4<real>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  let pixel = i % params.pixels;
  let c = i / params.pixels % params.vec4s;
  let n = i / params.pixels / params.vec4s;
  if (n >= params.batch) {
    return;
  }
  let first = (n * params.channels + c * 4u) * params.pixels + pixel;
  let last = params.channels - 1u - c * 4u;
  output[(n * params.pixels + pixel) * params.vec4s + c] = vec4<real>(
    input[first],
    input[first + min(1u, last) * params.pixels],
    input[first + min(2u, last) * params.pixels],
    input[first + min(3u, last) * params.pixels],
  );
}
