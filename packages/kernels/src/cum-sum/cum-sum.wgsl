// Sums along one axis up to each element.
//
// An invocation goes down one line: the elements that differ in their index along the axis only.
// Neighbouring invocations take neighbouring lines.
//
// input, output: dense, seen as [outer, size, inner], where size is that of the axis. Where REVERSE is 1,
// sums begin at the end; where EXCLUSIVE is 1, the element itself doesn't count.

// prelude
alias real = f32;
alias element = f32;
alias number = f32;
const EXCLUSIVE: u32 = 0;
const REVERSE: u32 = 0;
struct Params {
  outer: u32,
  size: u32,
  inner: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<element>;
@group(0) @binding(2) var<storage, read_write> output: array<element>;

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
  var sum = number();
  for (var k = 0u; k < params.size; k++) {
    let along = select(k, params.size - 1u - k, REVERSE == 1u);
    let at = first + along * params.inner;
    let before = sum;
    sum += number(input[at]);
    output[at] = element(select(sum, before, EXCLUSIVE == 1u));
  }
}
