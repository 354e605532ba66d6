// Takes each element from one of two tensors, as a condition tells; all three broadcast.
//
// An invocation moves a vec4 of neighbours, which may lie in different rows. Lanes behind the last
// element wrap round to the first ones, and land in the tensor's padding to 16 bytes.
//
// condition: 0 takes from b, everything else from a. axes: the output's, outermost first, with strides
// in elements; 0 where a tensor stays.

// prelude
alias real = f32;
alias element = f32;
struct Axis {
  size: u32,
  condition_stride: u32,
  a_stride: u32,
  b_stride: u32,
}
struct Params {
  vec4s: u32,
  rank: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> axes: array<Axis>;
@group(0) @binding(2) var<storage, read> condition: array<u32>;
@group(0) @binding(3) var<storage, read> a: array<element>;
@group(0) @binding(4) var<storage, read> b: array<element>;
@group(0) @binding(5) var<storage, read_write> output: array<vec4<element>>;

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
  var rest = vec4<u32>(i * 4u) + vec4<u32>(0u, 1u, 2u, 3u);
  var condition_index = vec4<u32>(0u);
  var a_index = vec4<u32>(0u);
  var b_index = vec4<u32>(0u);
  for (var k = params.rank; k > 0u; k--) {
    let axis = axes[k - 1u];
    let index = rest % vec4<u32>(axis.size);
    rest /= vec4<u32>(axis.size);
    condition_index += index * axis.condition_stride;
    a_index += index * axis.a_stride;
    b_index += index * axis.b_stride;
  }
  var value: vec4<element>;
  for (var lane = 0u; lane < 4u; lane++) {
    if (condition[condition_index[lane]] != 0u) {
      value[lane] = a[a_index[lane]];
    } else {
      value[lane] = b[b_index[lane]];
    }
  }
  output[i] = value;
}
