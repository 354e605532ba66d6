// Two tensors that broadcast by whole rows: along the innermost axis each one either runs on or
// stays, so that a vec4 of the output takes a vec4 or a single element of each.
//
// An invocation computes one vec4; a row is whole vec4s, unless there is but one row.
//
// a, b, output: dense. axes: the output's but the innermost, outermost first, with strides in
// elements; 0 where a tensor stays.

// prelude
alias real = f32;
alias element = f32;
alias number = f32;
alias result = f32;
const A_RUNS: u32 = 1;
const B_RUNS: u32 = 1;
struct Axis {
  size: u32,
  first_stride: u32,
  second_stride: u32,
}
struct Params {
  batch: u32,
  batch_vec4s: u32,
  row_vec4s: u32,
  rank: u32,
  low: f32,
  high: f32,
  hard_swish: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
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
@group(0) @binding(2) var<storage, read> a: array<vec4<element>>;
@group(0) @binding(3) var<storage, read> b: array<vec4<element>>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4<result>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  if (i >= live_batch(params.batch) * params.batch_vec4s) {
    return;
  }

  // Where the row begins in each tensor.
  var a_start = 0u;
  var b_start = 0u;
  var rest = i / params.row_vec4s;
  for (var k = params.rank; k > 0u; k--) {
    let axis = axes[k - 1u];
    let index = rest % axis.size;
    rest /= axis.size;
    a_start += index * axis.first_stride;
    b_start += index * axis.second_stride;
  }

  let column = i % params.row_vec4s;
  var a_value: vec4<number>;
  var b_value: vec4<number>;
  if (A_RUNS == 1u) {
    a_value = vec4<number>(a[a_start / 4u + column]);
  } else {
    a_value = vec4<number>(number(a[a_start / 4u][a_start % 4u]));
  }
  if (B_RUNS == 1u) {
    b_value = vec4<number>(b[b_start / 4u + column]);
  } else {
    b_value = vec4<number>(number(b[b_start / 4u][b_start % 4u]));
  }
  output[i] = apply(a_value, b_value);
}
