// Weights in the order in which a kernel reads them, and in the dtype in which it does:
// value = (stored - zero) · scale + offset.
//
// An invocation makes a word of the output. All dtypes are read and written as words, so that one
// pipeline serves them all; f16 is rounded to nearest, ties to even. It is scalar and has few loads,
// since compilers take long over them: a software adapter compiles it before anything else.
//
// source: dense [tap][input][output], of 32, 16 or 8 bits each. affine: for each vec4 of outputs four
// scales, four offsets and four zeros; the first of each for all outputs where affine_stride is 0.
// output: [block][tap][4 inputs][4 / parts][block_vec4s][parts] vec4s of outputs, of 32, 16 or 8 bits
// an element, where the axes 4 / parts and parts make up the four inputs. What isn't there becomes
// zeros; inputs from stored_inputs on aren't written at all. With moves, stored words are taken over.

// prelude
alias real = f32;
struct Params {
  taps: u32,
  inputs: u32,
  stored_inputs: u32,
  outputs: u32,
  output_vec4s: u32,
  block_vec4s: u32,
  parts_log2: u32,
  source_log2: u32,
  output_log2: u32,
  affine_stride: u32,
  moves: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> source: array<u32>;
@group(0) @binding(2) var<storage, read> affine: array<f32>;
@group(0) @binding(3) var<storage, read_write> output: array<u32>;

// An element of a word that holds 2^source_log2 of them.
fn unpack(word: u32, index: u32) -> f32 {
  if (params.source_log2 == 0u) {
    return bitcast<f32>(word);
  }
  if (params.source_log2 == 1u) {
    return unpack2x16float(word >> (16u * (index & 1u))).x;
  }
  return f32((word >> (8u * (index & 3u))) & 255u);
}

// The bits of a value in an output with 2^output_log2 elements to a word.
fn pack(value: f32) -> u32 {
  let bits = bitcast<u32>(value);
  if (params.output_log2 == 0u) {
    return bits;
  }
  if (params.output_log2 == 2u) {
    return u32(value);
  }
  // Adapters round in different ways: of a value that an f16 can hold, nothing is left to round, but for
  // subnormal ones. Nor do all know NaN and infinity, which are told and written by their bits.
  let rounded = (bits + 0xfffu + ((bits >> 13u) & 1u)) & 0xffffe000u;
  let magnitude = bits & 0x7fffffffu;
  if (magnitude >= 0x477ff000u) {
    return ((bits >> 16u) & 0x8000u) | select(0x7c00u, 0x7e00u, magnitude > 0x7f800000u);
  }
  return pack2x16float(vec2<f32>(bitcast<f32>(rounded), 0.0));
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  // Which word of which vec4 of outputs, for which input of which tap.
  let index = (group.y * groups.x + group.x) * 64u + local;
  let words_log2 = 2u - params.output_log2;
  let vec4_index = index >> words_log2;
  let word_index = index & ((1u << words_log2) - 1u);
  let row = vec4_index / params.output_vec4s;
  let q = vec4_index - row * params.output_vec4s;
  let tap = row / params.stored_inputs;
  let input = row - tap * params.stored_inputs;
  if (tap >= params.taps) {
    return;
  }

  let lane = word_index << params.output_log2;
  let start = (tap * params.inputs + input) * params.outputs + 4u * q + lane;
  let left = max(params.outputs, 4u * q + lane) - (4u * q + lane);
  let count = select(0u, min(1u << params.output_log2, left), input < params.inputs);
  var word = 0u;
  if (params.moves == 1u) {
    word = select(0u, source[start >> params.source_log2], count > 0u);
  } else {
    for (var i = 0u; i < count; i++) {
      let stored = unpack(source[(start + i) >> params.source_log2], start + i);
      let c = params.affine_stride * (12u * q + lane + i);
      let value = (stored - affine[c + 8u]) * affine[c] + affine[c + 4u];
      word |= pack(value) << (i * (32u >> params.output_log2));
    }
  }

  let block = q / params.block_vec4s;
  let steps = (params.stored_inputs + 3u) / 4u;
  let first = ((block * params.taps + tap) * steps + input / 4u) * 4u * params.block_vec4s
    + ((q - block * params.block_vec4s) << params.parts_log2);
  let quarter = (input & 3u) >> params.parts_log2;
  let part = input & ((1u << params.parts_log2) - 1u);
  let address = first + ((quarter * params.block_vec4s) << params.parts_log2) + part;
  output[(address << words_log2) + word_index] = word;
}
