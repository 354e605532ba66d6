// Matrix product as a register tile, without workgroup memory: output = activate(a · b + bias).
//
// An invocation computes ROWS rows of VEC4S vec4s of columns, four steps along the inner axis at a
// time. The invocations of a workgroup take neighbouring rows of the same columns, and so read the
// same part of b at the same time; with ACROSS they take neighbouring columns of the same rows and
// read the same part of a, which is for a with few rows.
//
// a: dense [rows, inner]. b: [inner, columns], or [columns, inner] with TRANSPOSED; its rows begin
// b_stride elements apart. bias: a vec4 for each vec4 of columns. output: dense [rows, columns].
// The rows of a are whole vec4s with A_ALIGNED, and begin anywhere in one without; those of b
// likewise.

// prelude
alias real = f32;
const ROWS: u32 = 4;
const VEC4S: u32 = 2;
const ACROSS: u32 = 0;
const A_ALIGNED: u32 = 1;
const B_ALIGNED: u32 = 1;
const TRANSPOSED: u32 = 0;
struct Params {
  rows: u32,
  inner: u32,
  columns: u32,
  b_stride: u32,
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
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<vec4<real>>;
@group(0) @binding(2) var<storage, read> b: array<vec4<real>>;
@group(0) @binding(3) var<storage, read> bias: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> output: array<real>;

const WORKGROUP: u32 = 32u;
const ROW_LANES: u32 = select(WORKGROUP, 1u, ACROSS == 1u);
const VEC4_LANES: u32 = select(1u, WORKGROUP, ACROSS == 1u);

// Four neighbours in a row of a, from element `start` on; zeros where the row has but `count` left.
fn load_a(start: u32, count: u32) -> vec4<f32> {
  if (A_ALIGNED == 1u) {
    return vec4<f32>(a[start / 4u]);
  }
  var value: vec4<f32>;
  for (var lane = 0u; lane < 4u; lane++) {
    let i = start + lane;
    value[lane] = select(0.0, f32(a[i / 4u][i % 4u]), lane < count);
  }
  return value;
}

// The same in a row of b.
fn load_b(start: u32, count: u32) -> vec4<f32> {
  if (B_ALIGNED == 1u) {
    return vec4<f32>(b[start / 4u]);
  }
  var value: vec4<f32>;
  for (var lane = 0u; lane < 4u; lane++) {
    let i = start + lane;
    value[lane] = select(0.0, f32(b[i / 4u][i % 4u]), lane < count);
  }
  return value;
}

// Four steps k along the inner axis (one a column of the result) by four columns n of b. Steps that
// aren't there are zeros.
fn load_block(k: u32, n: u32) -> mat4x4<f32> {
  var block: mat4x4<f32>;
  if (TRANSPOSED == 1u) {
    for (var i = 0u; i < 4u; i++) {
      let row = min(n + i, params.columns - 1u);
      block[i] = load_b(row * params.b_stride + k, params.inner - k);
    }
    return transpose(block);
  }
  for (var i = 0u; i < 4u; i++) {
    if (k + i < params.inner) {
      block[i] = load_b((k + i) * params.b_stride + n, params.columns - n);
    }
  }
  return block;
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let rows = live_batch(params.rows);
  let vec4s = (params.columns + 3u) / 4u;
  let tile = group.y * groups.x + group.x;
  let tiles_down = (params.rows + ROW_LANES * ROWS - 1u) / (ROW_LANES * ROWS);
  let first_row = tile % tiles_down * (ROW_LANES * ROWS) + local % ROW_LANES;
  let first_vec4 = tile / tiles_down * (VEC4_LANES * VEC4S) + local % VEC4_LANES;
  if (first_row >= rows || first_vec4 >= vec4s) {
    return;
  }

  // Where each row of a begins, and the first column of each vec4. What is past the end computes the
  // last one again and is not stored.
  var start: array<u32, ROWS>;
  var column: array<u32, VEC4S>;
  for (var p = 0u; p < ROWS; p++) {
    start[p] = min(first_row + p * ROW_LANES, rows - 1u) * params.inner;
  }
  for (var q = 0u; q < VEC4S; q++) {
    column[q] = min(first_vec4 + q * VEC4_LANES, vec4s - 1u) * 4u;
  }

  var sum: array<array<vec4<f32>, VEC4S>, ROWS>;
  for (var k = 0u; k < params.inner; k += 4u) {
    var value: array<vec4<f32>, ROWS>;
    for (var p = 0u; p < ROWS; p++) {
      value[p] = load_a(start[p] + k, params.inner - k);
    }
    for (var q = 0u; q < VEC4S; q++) {
      let block = load_block(k, column[q]);
      for (var i = 0u; i < 4u; i++) {
        for (var p = 0u; p < ROWS; p++) {
          sum[p][q] = fma(vec4<f32>(value[p][i]), block[i], sum[p][q]);
        }
      }
    }
  }

  for (var p = 0u; p < ROWS; p++) {
    let m = first_row + p * ROW_LANES;
    for (var q = 0u; q < VEC4S; q++) {
      let c = first_vec4 + q * VEC4_LANES;
      if (m < rows && c < vec4s) {
        let result = vec4<real>(activate(sum[p][q] + bias[c]));
        let index = m * params.columns + c * 4u;
        for (var lane = 0u; lane < min(4u, params.columns - c * 4u); lane++) {
          output[index + lane] = result[lane];
        }
      }
    }
  }
}
