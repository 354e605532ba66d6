// Gathers rows of a tensor: row i of the output is row indices[i] of the input, or zeros where the
// input has no such row.
//
// An invocation writes one word of the output. Elements of less than 4 bytes lie several to a word,
// the first in the lowest bits. Where rows are whole words, a word is copied as one element; where
// they aren't, its elements may come from different rows, and each is fetched by itself.
//
// input: [rows][row]. indices: [batch]. output: [batch][row]. A row is counted in elements, of which
// `lanes` make a word.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  rows: u32,
  row: u32,
  lanes: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<u32>;
@group(0) @binding(2) var<storage, read> indices: array<u32>;
@group(0) @binding(3) var<storage, read_write> output: array<u32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  let elements = live_batch(params.batch) * params.row;
  if (i * params.lanes >= elements) {
    return;
  }
  let bits = 32u / params.lanes;
  let mask = 0xffffffffu >> (32u - bits);
  var word = 0u;
  for (var lane = 0u; lane < params.lanes; lane++) {
    let element = i * params.lanes + lane;
    let n = element / params.row;
    let index = indices[min(n, params.batch - 1u)];
    if (element >= elements || index >= params.rows) {
      continue;
    }
    let source = index * params.row + (element - n * params.row);
    let value = (input[source / params.lanes] >> (source % params.lanes * bits)) & mask;
    word |= value << (lane * bits);
  }
  output[i] = word;
}
