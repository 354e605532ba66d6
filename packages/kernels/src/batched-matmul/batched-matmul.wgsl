// Products of many matrices at once, as a register tile without workgroup memory:
// output[i] = activate(a[i] · b[i]), where batches broadcast.
//
// An invocation computes ROWS rows of one vec4 of columns of one matrix. Neighbouring invocations take neighbouring columns of the same rows, and so read
// the same part of a at the same time.
//
// a: dense [batch of a][rows][inner]. b: dense [batch of b][inner][columns]. output: dense
// [batch][rows][columns]. batches: the axes of the output's batch, outermost first; strides count
// matrices of a and of b, 0 where one repeats.

// prelude
alias real = f32;
const ROWS: u32 = 4;
struct Axis {
  size: u32,
  first_stride: u32,
  second_stride: u32,
}
struct Params {
  batch: u32,
  rank: u32,
  rows: u32,
  inner: u32,
  columns: u32,
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
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<real>;
@group(0) @binding(2) var<storage, read> b: array<real>;
@group(0) @binding(3) var<storage, read> batches: array<Axis>;
@group(0) @binding(4) var<storage, read_write> output: array<real>;

// Four neighbours in a row of b from `start` on; zeros where the row has but `count` left.
fn load_b(start: u32, count: u32) -> vec4<f32> {
  var value: vec4<f32>;
  for (var lane = 0u; lane < min(4u, count); lane++) {
    value[lane] = f32(b[start + lane]);
  }
  return value;
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  let vec4s = (params.columns + 3u) / 4u;
  let tiles = (params.rows + ROWS - 1u) / ROWS;
  let matrix = index / vec4s / tiles;
  if (matrix >= params.batch) {
    return;
  }
  let column = index % vec4s * 4u;
  let first_row = index / vec4s % tiles * ROWS;

  var a_matrix = 0u;
  var b_matrix = 0u;
  var rest = matrix;
  for (var i = params.rank; i > 0u; i--) {
    let axis = batches[i - 1u];
    a_matrix += rest % axis.size * axis.first_stride;
    b_matrix += rest % axis.size * axis.second_stride;
    rest /= axis.size;
  }

  // Rows past the end compute the last one again and are not stored.
  var start: array<u32, ROWS>;
  for (var p = 0u; p < ROWS; p++) {
    start[p] = (a_matrix * params.rows + min(first_row + p, params.rows - 1u)) * params.inner;
  }
  let b_start = b_matrix * params.inner * params.columns + column;
  let count = params.columns - column;
  var sum: array<vec4<f32>, ROWS>;
  for (var k = 0u; k < params.inner; k++) {
    let factor = load_b(b_start + k * params.columns, count);
    for (var p = 0u; p < ROWS; p++) {
      sum[p] = fma(vec4<f32>(f32(a[start[p] + k])), factor, sum[p]);
    }
  }

  for (var p = 0u; p < min(ROWS, params.rows - first_row); p++) {
    let result = vec4<real>(activate(sum[p]));
    let goal = (matrix * params.rows + first_row + p) * params.columns + column;
    for (var lane = 0u; lane < min(4u, count); lane++) {
      output[goal + lane] = result[lane];
    }
  }
}
