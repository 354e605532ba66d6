// Turns elements of one type into elements of another, over any layout: padding lanes are turned along.
//
// An invocation turns four neighbours: one word of bytes, two of halves or four of anything else.
//
// input, output: elements as the words that they lie in. The prelude's `convert` takes the bits of an
// element and returns those of what it becomes, each in the lowest bits of a word.

// prelude
alias real = f32;
const INPUT_LOG2: u32 = 0;
const OUTPUT_LOG2: u32 = 0;
struct Params {
  vec4s: u32,
}
fn to_i32(value: f32) -> i32 {
  let is_nan = (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
  if (is_nan || value >= 0x1p+31) {
    return select(0x7fffffff, 0, is_nan);
  }
  return i32(max(value, -0x1p+31));
}
fn convert(bits: u32) -> u32 {
  return bitcast<u32>(to_i32(bitcast<f32>(bits)));
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<u32>;
@group(0) @binding(2) var<storage, read_write> output: array<u32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  if (i >= params.vec4s) {
    return;
  }
  let input_width = 32u >> INPUT_LOG2;
  let output_width = 32u >> OUTPUT_LOG2;
  var word = 0u;
  for (var lane = 0u; lane < 4u; lane++) {
    let source = input[(i * 4u + lane) >> INPUT_LOG2];
    let bits = extractBits(source, lane * input_width % 32u, input_width);
    let place = lane * output_width % 32u;
    word = insertBits(word, convert(bits), place, output_width);
    if (place + output_width == 32u) {
      output[(i * 4u + lane) >> OUTPUT_LOG2] = word;
    }
  }
}
