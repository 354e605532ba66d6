// A strided copy in units of one byte: a u8.
//
// An invocation copies four units, 64 apart so that a workgroup's loads lie side by side. Strides and
// starts count units. Several invocations write into a word: each clears its own byte and sets it, and
// leaves the others as they are.
//
// axes: the box that is copied, outermost first. input, output: any layout; what lies outside the
// box stays as it is.

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
  input_start: u32,
  output_start: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> axes: array<Axis>;
@group(0) @binding(2) var<storage, read> input: array<u32>;
@group(0) @binding(3) var<storage, read_write> output: array<atomic<u32>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let first = (group.y * groups.x + group.x) * 256u + local;
  let units = vec4<u32>(first) + vec4<u32>(0u, 64u, 128u, 192u);
  var source = vec4<u32>(params.input_start);
  var goal = vec4<u32>(params.output_start);
  var rest = units;
  for (var i = params.rank; i > 0u; i--) {
    let axis = axes[i - 1u];
    let outer = rest / axis.size;
    let index = rest - outer * axis.size;
    rest = outer;
    source += index * axis.first_stride;
    goal += index * axis.second_stride;
  }
  // A loop that can't be unrolled: compilers take long over each load that they see.
  let count = (max(params.count, first) - first + 63u) / 64u;
  for (var i = 0u; i < min(4u, count); i++) {
    let value = (input[source[i] / 4u] >> (source[i] % 4u * 8u)) & 0xffu;
    let shift = goal[i] % 4u * 8u;
    atomicAnd(&output[goal[i] / 4u], ~(0xffu << shift));
    atomicOr(&output[goal[i] / 4u], value << shift);
  }
}
