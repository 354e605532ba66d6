// Two tensors that broadcast in any way.
//
// An invocation computes a vec4 of neighbours, which may lie in different rows. Lanes behind the last
// element wrap round to the first ones, and land in the tensor's padding to 16 bytes.
//
// a, b, output: dense. axes: the output's, outermost first, with strides in elements; 0 where a
// tensor stays.

// prelude
alias real = f32;
alias element = f32;
alias number = f32;
alias result = f32;
struct Axis {
  size: u32,
  first_stride: u32,
  second_stride: u32,
}
struct Params {
  vec4s: u32,
  rank: u32,
  low: f32,
  high: f32,
  hard_swish: u32,
}
fn activate(x: vec4<f32>) -> vec4<f32> {
  var y = clamp(x, vec4<f32>(params.low), vec4<f32>(params.high));
  if (params.hard_swish != 0u) {
    y = x * clamp(x + 3.0, vec4<f32>(0.0), vec4<f32>(6.0)) / 6.0;
  }
  return select(y, x, (bitcast<vec4<u32>>(x) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
}
fn operate(a: vec4<number>, b: vec4<number>) -> vec4<number> {
  return a + b;
}
fn apply(a: vec4<number>, b: vec4<number>) -> vec4<result> {
  return vec4<result>(activate(operate(a, b)));
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> axes: array<Axis>;
@group(0) @binding(2) var<storage, read> a: array<element>;
@group(0) @binding(3) var<storage, read> b: array<element>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4<result>>;

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
  var a_index = vec4<u32>(0u);
  var b_index = vec4<u32>(0u);
  for (var k = params.rank; k > 0u; k--) {
    let axis = axes[k - 1u];
    let index = rest % vec4<u32>(axis.size);
    rest /= vec4<u32>(axis.size);
    a_index += index * axis.first_stride;
    b_index += index * axis.second_stride;
  }
  var a_value: vec4<number>;
  var b_value: vec4<number>;
  for (var lane = 0u; lane < 4u; lane++) {
    a_value[lane] = number(a[a_index[lane]]);
    b_value[lane] = number(b[b_index[lane]]);
  }
  output[i] = apply(a_value, b_value);
}
