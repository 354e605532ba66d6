// Distances between every query and every row of a gallery. METRIC 0 is squared Euclidean, summed
// from squared differences: by way of dot products, small distances would cancel to noise. METRIC 1
// is cosine, 1 - a·b / (|a| |b|), where a zero vector is at distance 1 from everything. METRIC 2 is
// the inner product, negated, so that here too the nearest is the smallest.
//
// An invocation compares one row with QUERIES queries; a workgroup shares its queries, so that all
// of it read the same query at the same time. Where MASKED is 1, rows whose bit in the mask is 0 are
// not read.
//
// queries: [query][size], dense. rows: [row][size], as the prelude reads them, and scales: [row], which
// it may multiply them by. distances: [query][row]. mask: a bit for each row, the lowest of a word first.
// TAIL is size % 4: unless it is 0, vectors begin in the middle of a vec4 and are gathered element by
// element.

// prelude
alias real = f32;
alias stored = vec4<real>;
const METRIC: u32 = 0;
const QUERIES: u32 = 4;
const TAIL: u32 = 0;
const MASKED: u32 = 0;
struct Params {
  queries: u32,
  rows: u32,
  size: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
fn load_query(query: u32, i: u32) -> vec4<f32> {
  if (TAIL == 0u) {
    return vec4<f32>(queries[query * (params.size / 4u) + i]);
  }
  var value: vec4<f32>;
  for (var lane = 0u; lane < min(4u, params.size - i * 4u); lane++) {
    let element = query * params.size + i * 4u + lane;
    value[lane] = f32(queries[element / 4u][element % 4u]);
  }
  return value;
}
fn load_row(row: u32, i: u32) -> vec4<f32> {
  if (TAIL == 0u) {
    return vec4<f32>(rows[row * (params.size / 4u) + i]);
  }
  var value: vec4<f32>;
  for (var lane = 0u; lane < min(4u, params.size - i * 4u); lane++) {
    let element = row * params.size + i * 4u + lane;
    value[lane] = f32(rows[element / 4u][element % 4u]);
  }
  return value;
}
fn row_scale(row: u32) -> f32 {
  return 1.0;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> queries: array<vec4<real>>;
@group(0) @binding(2) var<storage, read> rows: array<stored>;
@group(0) @binding(3) var<storage, read> scales: array<f32>;
@group(0) @binding(4) var<storage, read> mask: array<u32>;
@group(0) @binding(5) var<storage, read_write> distances: array<f32>;

const WORKGROUP: u32 = 64u;
const COSINE: u32 = 1u;
const INNER_PRODUCT: u32 = 2u;
// The largest f32: behind every row that takes part.
const NOTHING: f32 = 0x1.fffffep+127;

fn total(lanes: vec4<f32>) -> f32 {
  return (lanes.x + lanes.y) + (lanes.z + lanes.w);
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let row_groups = (params.rows + WORKGROUP - 1u) / WORKGROUP;
  let block = group.y * groups.x + group.x;
  let row = block % row_groups * WORKGROUP + local;
  let first = block / row_groups * QUERIES;
  let live = live_batch(params.queries);
  if (row >= params.rows || first >= live) {
    return;
  }
  let queries_here = min(QUERIES, live - first);
  if (MASKED == 1u && extractBits(mask[row / 32u], row % 32u, 1u) == 0u) {
    for (var q = 0u; q < queries_here; q++) {
      distances[(first + q) * params.rows + row] = NOTHING;
    }
    return;
  }

  // Sums of squared differences, or of products. Queries past the last one compute it again and are
  // not stored.
  var sum: array<vec4<f32>, QUERIES>;
  var query_squares: array<vec4<f32>, QUERIES>;
  var row_squares = vec4<f32>(0.0);
  let scale = row_scale(row);
  for (var i = 0u; i < (params.size + 3u) / 4u; i++) {
    let value = load_row(row, i) * scale;
    row_squares = fma(value, value, row_squares);
    for (var q = 0u; q < QUERIES; q++) {
      let query = load_query(min(first + q, live - 1u), i);
      if (METRIC == COSINE || METRIC == INNER_PRODUCT) {
        sum[q] = fma(query, value, sum[q]);
      } else {
        let difference = query - value;
        sum[q] = fma(difference, difference, sum[q]);
      }
      if (METRIC == COSINE) {
        query_squares[q] = fma(query, query, query_squares[q]);
      }
    }
  }

  for (var q = 0u; q < QUERIES; q++) {
    if (q >= queries_here) {
      break;
    }
    var distance = total(sum[q]);
    if (METRIC == COSINE) {
      let lengths = sqrt(total(query_squares[q])) * sqrt(total(row_squares));
      distance = select(1.0 - distance / lengths, 1.0, lengths == 0.0);
    }
    if (METRIC == INNER_PRODUCT) {
      distance = -distance;
    }
    distances[(first + q) * params.rows + row] = distance;
  }
}
