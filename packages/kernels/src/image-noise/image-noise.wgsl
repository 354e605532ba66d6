// Noise of the normal distribution, of another strength for each image, reproducible from a seed.
//
// An invocation computes one pixel of one image: two random words for each channel, by hashing seed, number
// of the element and of the word (PCG's output function, O'Neill 2014), become one number (Box and Muller 1958).
//
// input, output: nhwc4, 3 channels. deviations: one f32 for each image, in the input's units. seeds: one u32
// for each image.

// prelude
alias real = f32;
struct Params {
  pixels: u32,
  image_pixels: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;
@group(0) @binding(2) var<storage, read> deviations: array<f32>;
@group(0) @binding(3) var<storage, read> seeds: array<u32>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4<real>>;

fn hash(value: u32) -> u32 {
  let state = value * 747796405u + 2891336453u;
  let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
  return (word >> 22u) ^ word;
}

// Above 0, and at most 1.
fn share(word: u32) -> f32 {
  return (f32(word >> 8u) + 1.0) / 16777216.0;
}

fn normal(seed: u32, element: u32) -> f32 {
  let first = hash(hash(seed) ^ (2u * element));
  let second = hash(hash(seed) ^ (2u * element + 1u));
  return sqrt(-2.0 * log(share(first))) * cos(6.2831853 * (share(second) - 0.5));
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  if (i >= params.pixels) {
    return;
  }
  let n = i / params.image_pixels;
  let element = (i % params.image_pixels) * 3u;
  let seed = seeds[n];
  let noise = vec4<f32>(
    normal(seed, element),
    normal(seed, element + 1u),
    normal(seed, element + 2u),
    0.0,
  );
  output[i] = vec4<real>(vec4<f32>(input[i]) + deviations[n] * noise);
}
