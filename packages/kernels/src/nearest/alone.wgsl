// The `kept` nearest rows of each query in each part of a gallery, found while the gallery is read: each
// invocation compares a part with QUERIES queries, which the workgroup shares, and has lists of its own. Nobody
// waits for anybody, which is dear on a software adapter; and lists of KEPT pairs have room among the
// invocation's own variables. Metrics are those of distance/distance.wgsl.
//
// Of equally near rows the one with the lower label comes first. Rows whose bit in the mask is 0, and those
// at a distance that is not finite, are never found: what is missing at the end of a list is the largest
// f32 with the largest label.
//
// queries: [query][size], dense. rows: [row][size], as the prelude reads them, and scales: [row], which it
// may multiply them by. mask: a bit for each row, the lowest of a word first. labels: [row]. Part p of a
// query's parts is written to list_values, list_labels: [query][lists][kept], at list first_list + p; kept is
// KEPT at most.

// prelude
alias real = f32;
alias stored = vec4<real>;
const METRIC: u32 = 0;
const KEPT: u32 = 16;
const QUERIES: u32 = 1;
const ROWS: u32 = 2;
const INVOCATIONS: u32 = 8;
const TAIL: u32 = 0;
const MASKED: u32 = 0;
struct Params {
  queries: u32,
  rows: u32,
  size: u32,
  kept: u32,
  parts: u32,
  part_rows: u32,
  lists: u32,
  first_list: u32,
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
@group(0) @binding(1) var<storage, read> queries: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> rows: array<stored>;
@group(0) @binding(3) var<storage, read> scales: array<f32>;
@group(0) @binding(4) var<storage, read> mask: array<u32>;
@group(0) @binding(5) var<storage, read> labels: array<u32>;
@group(0) @binding(6) var<storage, read_write> list_values: array<f32>;
@group(0) @binding(7) var<storage, read_write> list_labels: array<u32>;

const COSINE: u32 = 1u;
const INNER_PRODUCT: u32 = 2u;
const LARGEST: f32 = 0x1.fffffep+127;
const NO_LABEL: u32 = 0xffffffffu;

var<private> near_values: array<f32, QUERIES * KEPT>;
var<private> near_labels: array<u32, QUERIES * KEPT>;

// Four multiply-adds, where `dot` may be multiplications and additions.
fn add_dot(sum: f32, a: vec4<f32>, b: vec4<f32>) -> f32 {
  return fma(a.x, b.x, fma(a.y, b.y, fma(a.z, b.z, fma(a.w, b.w, sum))));
}

fn takes_part(row: u32) -> bool {
  return MASKED == 0u || extractBits(mask[row / 32u], row % 32u, 1u) == 1u;
}

// From sums of squared differences, or of products with what is to be multiplied by the scale still.
fn distance_of(sum: f32, squares: f32, scale: f32, query_length: f32) -> f32 {
  if (METRIC == COSINE) {
    let lengths = query_length * sqrt(squares);
    return select(1.0 - sum / lengths, 1.0, lengths == 0.0);
  }
  return select(sum, -sum * scale, METRIC == INNER_PRODUCT);
}

// Puts a row in its place among the nearest of a query; the last of them is gone then.
fn insert(q: u32, row: u32, distance: f32) {
  var value = distance;
  var label = labels[row];
  for (var place = q * KEPT; place < (q + 1u) * KEPT; place++) {
    let other = near_values[place];
    let other_label = near_labels[place];
    if (value < other || (value == other && label < other_label)) {
      near_values[place] = value;
      near_labels[place] = label;
      value = other;
      label = other_label;
    }
  }
}

@compute @workgroup_size(INVOCATIONS)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  // Neighbouring workgroups read the same rows.
  let blocks = (params.queries + QUERIES - 1u) / QUERIES;
  let index = group.y * groups.x + group.x;
  let part = index / blocks * INVOCATIONS + local;
  let first_query = index % blocks * QUERIES;
  let live = live_batch(params.queries);
  if (part >= params.parts || first_query >= live) {
    return;
  }
  let begin = part * params.part_rows;
  let end = min(begin + params.part_rows, params.rows);
  let vec4s = (params.size + 3u) / 4u;

  // Queries past the last one are computed as that one, and are not stored.
  var query_lengths = array<f32, QUERIES>();
  if (METRIC == COSINE) {
    for (var q = 0u; q < QUERIES; q++) {
      var query_squares = 0.0;
      for (var i = 0u; i < vec4s; i++) {
        let query = load_query(min(first_query + q, live - 1u), i);
        query_squares = add_dot(query_squares, query, query);
      }
      query_lengths[q] = sqrt(query_squares);
    }
  }
  for (var place = 0u; place < QUERIES * KEPT; place++) {
    near_values[place] = LARGEST;
    near_labels[place] = NO_LABEL;
  }
  var last: array<f32, QUERIES>;
  for (var q = 0u; q < QUERIES; q++) {
    last[q] = LARGEST;
  }

  for (var first = begin; first < end; first += ROWS) {
    // Past the last row, that one is computed again. Compilers have left what has no value here as the turn
    // before had it: all get one.
    var scale = array<f32, ROWS>();
    for (var r = 0u; r < ROWS; r++) {
      scale[r] = row_scale(min(first + r, end - 1u));
    }
    var sum = array<f32, ROWS * QUERIES>();
    var squares = array<f32, ROWS>();
    for (var i = 0u; i < vec4s; i++) {
      var query = array<vec4<f32>, QUERIES>();
      for (var q = 0u; q < QUERIES; q++) {
        query[q] = load_query(min(first_query + q, live - 1u), i);
      }
      for (var r = 0u; r < ROWS; r++) {
        let value = load_row(min(first + r, end - 1u), i);
        if (METRIC == COSINE) {
          squares[r] = add_dot(squares[r], value, value);
        }
        for (var q = 0u; q < QUERIES; q++) {
          let s = r * QUERIES + q;
          if (METRIC == COSINE || METRIC == INNER_PRODUCT) {
            sum[s] = add_dot(sum[s], query[q], value);
          } else {
            let difference = fma(value, vec4<f32>(-scale[r]), query[q]);
            sum[s] = add_dot(sum[s], difference, difference);
          }
        }
      }
    }
    for (var r = 0u; r < ROWS; r++) {
      if (first + r < end && takes_part(first + r)) {
        for (var q = 0u; q < QUERIES; q++) {
          let distance = distance_of(sum[r * QUERIES + q], squares[r], scale[r], query_lengths[q]);
          if (distance <= last[q]) {
            insert(q, first + r, distance);
            last[q] = near_values[(q + 1u) * KEPT - 1u];
          }
        }
      }
    }
  }

  for (var q = 0u; q < min(QUERIES, live - first_query); q++) {
    for (var rank = 0u; rank < params.kept; rank++) {
      let place = ((first_query + q) * params.lists + params.first_list + part) * params.kept + rank;
      list_values[place] = near_values[q * KEPT + rank];
      list_labels[place] = near_labels[q * KEPT + rank];
    }
  }
}
