// The `kept` nearest rows of one query in each part of a gallery, found while the gallery is read: each
// invocation has a part, and a list of its own. Nobody waits for anybody, which is dear on a software adapter;
// and a list of KEPT pairs has room among the invocation's own variables. Metrics are those of
// distance/distance.wgsl.
//
// Of equally near rows the one with the lower label comes first. Rows whose bit in the mask is 0, and those
// at a distance that is not finite, are never found: what is missing at the end of a list is the largest
// f32 with the largest label.
//
// queries: [1][size], dense. rows: [row][size], as the prelude reads them, and scales: [row], which it may
// multiply them by. mask: a bit for each row, the lowest of a word first. labels: [row]. Part p is written to
// list_values, list_labels: [lists][kept], at list first_list + p; kept is KEPT at most.

// prelude
alias real = f32;
alias stored = vec4<real>;
const METRIC: u32 = 0;
const KEPT: u32 = 16;
const ROWS: u32 = 2;
const INVOCATIONS: u32 = 8;
const SCALED: u32 = 0;
const TAIL: u32 = 0;
const MASKED: u32 = 0;
struct Params {
  rows: u32,
  size: u32,
  kept: u32,
  parts: u32,
  part_rows: u32,
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

var<private> near_values: array<f32, KEPT>;
var<private> near_labels: array<u32, KEPT>;

// Four multiply-adds, where `dot` may be multiplications and additions.
fn add_dot(sum: f32, a: vec4<f32>, b: vec4<f32>) -> f32 {
  return fma(a.x, b.x, fma(a.y, b.y, fma(a.z, b.z, fma(a.w, b.w, sum))));
}

fn takes_part(row: u32) -> bool {
  return MASKED == 0u || extractBits(mask[row / 32u], row % 32u, 1u) == 1u;
}

fn distance_of(sum: f32, squares: f32, query_length: f32) -> f32 {
  if (METRIC == COSINE) {
    let lengths = query_length * sqrt(squares);
    return select(1.0 - sum / lengths, 1.0, lengths == 0.0);
  }
  return select(sum, -sum, METRIC == INNER_PRODUCT);
}

// Puts a row in its place among the nearest; the last of them is gone then.
fn insert(row: u32, distance: f32) {
  var value = distance;
  var label = labels[row];
  for (var rank = 0u; rank < KEPT; rank++) {
    let other = near_values[rank];
    let other_label = near_labels[rank];
    if (value < other || (value == other && label < other_label)) {
      near_values[rank] = value;
      near_labels[rank] = label;
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
  let part = (group.y * groups.x + group.x) * INVOCATIONS + local;
  if (part >= params.parts || live_batch(1u) == 0u) {
    return;
  }
  let begin = part * params.part_rows;
  let end = min(begin + params.part_rows, params.rows);
  let vec4s = (params.size + 3u) / 4u;

  var query_squares = 0.0;
  if (METRIC == COSINE) {
    for (var i = 0u; i < vec4s; i++) {
      query_squares = add_dot(query_squares, load_query(0u, i), load_query(0u, i));
    }
  }
  let query_length = sqrt(query_squares);
  for (var rank = 0u; rank < KEPT; rank++) {
    near_values[rank] = LARGEST;
    near_labels[rank] = NO_LABEL;
  }
  var last = LARGEST;

  for (var first = begin; first < end; first += ROWS) {
    // Past the last row, that one is computed again. Compilers have left what has no value here as the turn
    // before had it: all get one.
    var scale = array<f32, ROWS>();
    for (var r = 0u; r < ROWS; r++) {
      scale[r] = row_scale(min(first + r, end - 1u));
    }
    var sum = array<f32, ROWS>();
    var squares = array<f32, ROWS>();
    for (var i = 0u; i < vec4s; i++) {
      let query = load_query(0u, i);
      for (var r = 0u; r < ROWS; r++) {
        var value = load_row(min(first + r, end - 1u), i);
        if (SCALED == 1u) {
          value *= scale[r];
        }
        if (METRIC == COSINE) {
          squares[r] = add_dot(squares[r], value, value);
        }
        if (METRIC == COSINE || METRIC == INNER_PRODUCT) {
          sum[r] = add_dot(sum[r], query, value);
        } else {
          let difference = query - value;
          sum[r] = add_dot(sum[r], difference, difference);
        }
      }
    }
    for (var r = 0u; r < ROWS; r++) {
      let distance = distance_of(sum[r], squares[r], query_length);
      if (distance <= last && first + r < end && takes_part(first + r)) {
        insert(first + r, distance);
        last = near_values[KEPT - 1u];
      }
    }
  }

  for (var rank = 0u; rank < params.kept; rank++) {
    let place = (params.first_list + part) * params.kept + rank;
    list_values[place] = near_values[rank];
    list_labels[place] = near_labels[rank];
  }
}
