// First half of gather's gradient: which indices name the same slice. sums.wgsl is the second half.
//
// An invocation makes one link: that of a slice to the first index that names it, or of an index to the next
// one that names the same slice; `batch` where there is none.
//
// indices: [batch]. links: [rows, then batch].

// prelude
alias real = f32;
struct Params {
  batch: u32,
  rows: u32,
  wrap: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> indices: array<u32>;
@group(0) @binding(2) var<storage, read_write> links: array<u32>;

// The slice that an index names. Negative ones count from the end where wrap is the number of slices; it
// is 0 where indices are unsigned.
fn slice_of(i: u32) -> u32 {
  let given = indices[i];
  return given + select(0u, params.wrap, given >= 0x80000000u);
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  if (index >= params.rows + params.batch) {
    return;
  }
  var slice = index;
  var first = 0u;
  if (index >= params.rows) {
    slice = slice_of(index - params.rows);
    first = index - params.rows + 1u;
  }
  var found = params.batch;
  for (var i = first; i < params.batch; i++) {
    if (slice_of(i) == slice) {
      found = i;
      break;
    }
  }
  links[index] = found;
}
