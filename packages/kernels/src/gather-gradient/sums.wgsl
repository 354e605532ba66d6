// Second half of gather's gradient: each slice of the input gets the gradients of all slices of the output
// that were copied from it, added up in the order of their indices.
//
// An invocation computes one element. It goes from index to index by the links of links.wgsl.
//
// output_gradient: [outer][batch][row]. output: [outer][rows][row]. links: [rows, then batch].

// prelude
alias real = f32;
struct Params {
  outer: u32,
  batch: u32,
  rows: u32,
  row: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> links: array<u32>;
@group(0) @binding(2) var<storage, read> output_gradient: array<f32>;
@group(0) @binding(3) var<storage, read_write> output: array<f32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  if (index >= params.outer * params.rows * params.row) {
    return;
  }
  let slice = index / params.row;
  let outer = slice / params.rows;
  var at = links[slice - outer * params.rows];
  var sum = 0.0;
  for (var k = 0u; k < params.batch; k++) {
    if (at >= params.batch) {
      break;
    }
    sum += output_gradient[(outer * params.batch + at) * params.row + index % params.row];
    at = links[params.rows + at];
  }
  output[index] = sum;
}
