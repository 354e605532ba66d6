// Which element, or which row, each index of a tensor means: one number for each tuple of indices.
//
// An invocation makes one of them: it adds up where the tuple's own place begins and how far its indices
// lead from there. Where is_signed is 1, negative indices count from the end. A tuple that leads outside
// becomes NOTHING.
//
// axes: first those along which the tuples lie, outermost first, with the strides of what they point
// into (0 where an index decides); then those that the indices of a tuple count along. indices:
// [count][depth], output: [count].

// prelude
alias real = f32;
struct Axis {
  size: u32,
  first_stride: u32,
  second_stride: u32,
}
struct Params {
  count: u32,
  rank: u32,
  depth: u32,
  is_signed: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> axes: array<Axis>;
@group(0) @binding(2) var<storage, read> indices: array<u32>;
@group(0) @binding(3) var<storage, read_write> output: array<u32>;

const NOTHING: u32 = 0xffffffffu;

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
  var place = 0u;
  var rest = i;
  for (var k = params.rank; k > 0u; k--) {
    let axis = axes[k - 1u];
    let outer = rest / axis.size;
    place += (rest - outer * axis.size) * axis.first_stride;
    rest = outer;
  }
  var is_inside = true;
  for (var k = 0u; k < params.depth; k++) {
    let axis = axes[params.rank + k];
    let given = indices[i * params.depth + k];
    let wraps = params.is_signed == 1u && given >= 0x80000000u;
    let index = given + select(0u, axis.size, wraps);
    is_inside = is_inside && index < axis.size;
    place += index * axis.first_stride;
  }
  output[i] = select(NOTHING, place, is_inside);
}
