// Where along an axis the largest or the smallest element lies. NaN comes before both.
//
// An invocation goes through one line: the elements that differ in their index along the axis only.
// Neighbouring invocations take neighbouring lines.
//
// input: dense, seen as [outer, size, inner], where size is that of the axis. output: [outer, inner]. Where
// LAST is 1, the last of equal elements counts, otherwise the first. The prelude's `precedes` compares.

// prelude
alias real = f32;
alias element = f32;
alias number = f32;
const LAST: u32 = 0;
struct Params {
  outer: u32,
  size: u32,
  inner: u32,
}
fn is_nan(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}
fn precedes(a: number, b: number) -> bool {
  return !is_nan(b) && (is_nan(a) || a > b);
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<element>;
@group(0) @binding(2) var<storage, read_write> output: array<u32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let line = (group.y * groups.x + group.x) * 64u + local;
  if (line >= params.outer * params.inner) {
    return;
  }
  let first = line / params.inner * params.size * params.inner + line % params.inner;
  var best = number(input[first]);
  var index = 0u;
  for (var k = 1u; k < params.size; k++) {
    let value = number(input[first + k * params.inner]);
    if (precedes(value, best) || (LAST == 1u && !precedes(best, value))) {
      best = value;
      index = k;
    }
  }
  output[line] = index;
}
