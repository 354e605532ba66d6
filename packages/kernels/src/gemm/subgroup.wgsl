// Matrix product as a register tile whose part of b travels between the lanes of a subgroup:
// output = activate(a · b + bias). For adapters whose subgroups all have LANES invocations; rows of a,
// b and output are whole vec4s.
//
// An invocation computes ROWS rows of VEC4S vec4s of columns, four steps along the inner axis at a
// time. The lanes of a subgroup take neighbouring rows and need the same part of b: each lane loads
// its share, then all pass theirs round.
//
// a: dense [rows, inner]. b: dense [inner, columns]. bias: a vec4 for each vec4 of columns. output:
// dense [rows, columns]. 4 · VEC4S is a multiple of LANES.

// prelude
enable subgroups;
alias real = f32;
const LANES: u32 = 8;
const ROWS: u32 = 4;
const VEC4S: u32 = 4;
struct Params {
  rows: u32,
  inner: u32,
  columns: u32,
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
@group(0) @binding(4) var<storage, read_write> output: array<vec4<real>>;

const LOADS: u32 = 4u * VEC4S / LANES;

@compute @workgroup_size(LANES)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  let rows = live_batch(params.rows);
  let steps = params.inner / 4u;
  let vec4s = params.columns / 4u;
  let tile = group.y * groups.x + group.x;
  let tiles_down = (params.rows + LANES * ROWS - 1u) / (LANES * ROWS);
  let block = tile % tiles_down * (LANES * ROWS);
  let first_vec4 = tile / tiles_down * VEC4S;
  if (block >= rows || first_vec4 >= vec4s) {
    return;
  }

  // What is past the end computes the last one again and is not stored: every lane must stay to pass
  // its part of b on.
  let first_row = block + lane;
  var start: array<u32, ROWS>;
  for (var p = 0u; p < ROWS; p++) {
    start[p] = min(first_row + p * LANES, rows - 1u) * steps;
  }
  var share: array<u32, LOADS>;
  for (var i = 0u; i < LOADS; i++) {
    let slot = i * LANES + lane;
    share[i] = slot / VEC4S * vec4s + min(first_vec4 + slot % VEC4S, vec4s - 1u);
  }

  var sum: array<array<vec4<f32>, VEC4S>, ROWS>;
  for (var step = 0u; step < steps; step++) {
    var value: array<vec4<f32>, ROWS>;
    for (var p = 0u; p < ROWS; p++) {
      value[p] = vec4<f32>(a[start[p] + step]);
    }
    var own: array<vec4<f32>, LOADS>;
    for (var i = 0u; i < LOADS; i++) {
      own[i] = vec4<f32>(b[step * 4u * vec4s + share[i]]);
    }
    for (var q = 0u; q < VEC4S; q++) {
      for (var k = 0u; k < 4u; k++) {
        let slot = k * VEC4S + q;
        let factor = subgroupShuffle(own[slot / LANES], slot % LANES);
        for (var p = 0u; p < ROWS; p++) {
          sum[p][q] = fma(vec4<f32>(value[p][k]), factor, sum[p][q]);
        }
      }
    }
  }

  var result: array<vec4<f32>, ROWS * VEC4S>;
  for (var p = 0u; p < ROWS; p++) {
    for (var q = 0u; q < VEC4S; q++) {
      result[p * VEC4S + q] = sum[p][q];
    }
  }
  // A loop that can't be unrolled: compilers take long over loads and stores while so much is alive.
  let down = min(ROWS, (rows - first_row + LANES - 1u) / LANES);
  let count = select(down * VEC4S, 0u, first_row >= rows);
  for (var i = 0u; i < count; i++) {
    let m = first_row + i / VEC4S * LANES;
    let c = first_vec4 + i % VEC4S;
    if (c < vec4s) {
      output[m * vec4s + c] = vec4<real>(activate(result[i] + bias[c]));
    }
  }
}
