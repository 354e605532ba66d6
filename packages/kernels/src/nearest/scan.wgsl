// The `kept` nearest rows of each query in each part of a gallery, found while the gallery is read: no
// distance leaves the workgroup but theirs. Metrics are those of distance/distance.wgsl.
//
// A workgroup goes down the rows of a part, a tile of them at a time, and compares them with QUERIES
// queries. LANES neighbouring invocations share ROWS rows and read these side by side; what they sum up
// is added in workgroup memory. There each query has a list with room for ROOM pairs of distance and label:
// the first `kept` are the nearest so far, in order, and what comes before the last of these is put behind
// them. A list that has no room for another tile is sorted, by a bitonic network, and cut.
//
// Of equally near rows the one with the lower label comes first. Rows whose bit in the mask is 0, and those
// at a distance that is not finite, are never found: what is missing at the end of a list is the largest
// f32 with the largest label.
//
// queries: [query][size], dense. rows: [row][size], as the prelude reads them, and scales: [row], which it
// may multiply them by. mask: a bit for each row, the lowest of a word first. labels: [row]. Part p of a
// query's parts is written to list_values, list_labels: [query][lists][kept], at list first_list + p.

// prelude
alias real = f32;
alias stored = vec4<real>;
const METRIC: u32 = 0;
const ROOM_BITS: u32 = 8;
const QUERIES: u32 = 1;
const ROWS: u32 = 4;
const LANES: u32 = 8;
const INVOCATIONS: u32 = 128;
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

const ROOM: u32 = 1u << ROOM_BITS;
const TILE: u32 = INVOCATIONS / LANES * ROWS;
// Sums of each row: one for each query and, for the cosine, that of its squares.
const SUMS: u32 = QUERIES + select(0u, 1u, METRIC == COSINE);

var<workgroup> near_values: array<f32, QUERIES * ROOM>;
var<workgroup> near_labels: array<u32, QUERIES * ROOM>;
var<workgroup> near_lengths: array<atomic<u32>, QUERIES>;
var<workgroup> is_crowded: u32;
// [sum][row of the tile][lane]
var<workgroup> sums: array<f32, SUMS * TILE * LANES>;
var<workgroup> query_lengths: array<f32, QUERIES>;

fn takes_part(row: u32) -> bool {
  return MASKED == 0u || extractBits(mask[row / 32u], row % 32u, 1u) == 1u;
}

fn precedes(value: f32, label: u32, other_value: f32, other_label: u32) -> bool {
  return value < other_value || (value == other_value && label < other_label);
}

// Sums up what the invocation's lane has of its rows. Rows past the last one are computed as that one, and
// queries likewise.
fn measure(tile: u32, end: u32, first: u32, live: u32, local: u32) {
  let lane = local % LANES;
  let first_row = local / LANES * ROWS;
  var row: array<u32, ROWS>;
  var scale: array<f32, ROWS>;
  var any_takes_part = false;
  for (var r = 0u; r < ROWS; r++) {
    row[r] = min(tile + first_row + r, end - 1u);
    scale[r] = row_scale(row[r]);
    any_takes_part = any_takes_part || takes_part(row[r]);
  }
  var sum: array<f32, SUMS * ROWS>;
  if (any_takes_part) {
    for (var i = lane; i < (params.size + 3u) / 4u; i += LANES) {
      var value: array<vec4<f32>, ROWS>;
      for (var r = 0u; r < ROWS; r++) {
        value[r] = load_row(row[r], i) * scale[r];
        if (METRIC == COSINE) {
          sum[QUERIES * ROWS + r] += dot(value[r], value[r]);
        }
      }
      for (var q = 0u; q < QUERIES; q++) {
        let query = load_query(min(first + q, live - 1u), i);
        for (var r = 0u; r < ROWS; r++) {
          if (METRIC == COSINE || METRIC == INNER_PRODUCT) {
            sum[q * ROWS + r] += dot(query, value[r]);
          } else {
            let difference = query - value[r];
            sum[q * ROWS + r] += dot(difference, difference);
          }
        }
      }
    }
  }
  for (var s = 0u; s < SUMS; s++) {
    for (var r = 0u; r < ROWS; r++) {
      sums[(s * TILE + first_row + r) * LANES + lane] = sum[s * ROWS + r];
    }
  }
}

// A sum of a row of the tile, over all lanes.
fn sum_of(s: u32, r: u32) -> f32 {
  var result = 0.0;
  for (var lane = 0u; lane < LANES; lane++) {
    result += sums[(s * TILE + r) * LANES + lane];
  }
  return result;
}

fn distance_of(q: u32, r: u32) -> f32 {
  let sum = sum_of(q, r);
  if (METRIC == COSINE) {
    let lengths = query_lengths[q] * sqrt(sum_of(QUERIES, r));
    return select(1.0 - sum / lengths, 1.0, lengths == 0.0);
  }
  return select(sum, -sum, METRIC == INNER_PRODUCT);
}

// Puts the rows of a tile that come before a query's last one behind its list.
fn gather_near(tile: u32, end: u32, local: u32) {
  for (var i = local; i < QUERIES * TILE; i += INVOCATIONS) {
    let q = i / TILE;
    let row = tile + i % TILE;
    if (row < end && takes_part(row)) {
      let value = distance_of(q, i % TILE);
      let last = q * ROOM + params.kept - 1u;
      if (value <= near_values[last]) {
        let label = labels[row];
        if (precedes(value, label, near_values[last], near_labels[last])) {
          let place = q * ROOM + atomicAdd(&near_lengths[q], 1u);
          near_values[place] = value;
          near_labels[place] = label;
        }
      }
    }
  }
}

// Sorts the lists, and cuts them to their nearest. To be called by all invocations of the workgroup.
fn sort_near(local: u32) {
  for (var stage = 0u; stage < ROOM_BITS; stage++) {
    for (var halving = 0u; halving <= stage; halving++) {
      let reach = 1u << (stage - halving);
      for (var pair = local; pair < QUERIES * ROOM / 2u; pair += INVOCATIONS) {
        let a = pair / reach * (2u * reach) + pair % reach;
        // The first step of a stage compares two sorted runs from their ends.
        let b = select(a + reach, a ^ (2u * reach - 1u), halving == 0u);
        let value = near_values[a];
        let label = near_labels[a];
        if (precedes(near_values[b], near_labels[b], value, label)) {
          near_values[a] = near_values[b];
          near_labels[a] = near_labels[b];
          near_values[b] = value;
          near_labels[b] = label;
        }
      }
      workgroupBarrier();
    }
  }
  clear_near(local, params.kept);
  workgroupBarrier();
}

// Empties the lists from a rank on.
fn clear_near(local: u32, from_rank: u32) {
  for (var i = local; i < QUERIES * ROOM; i += INVOCATIONS) {
    if (i % ROOM >= from_rank) {
      near_values[i] = LARGEST;
      near_labels[i] = NO_LABEL;
    }
  }
  if (local < QUERIES) {
    atomicStore(&near_lengths[local], params.kept);
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
  let part = index / blocks;
  let first = index % blocks * QUERIES;
  let live = live_batch(params.queries);
  if (part >= params.parts || first >= live) {
    return;
  }
  let begin = part * params.part_rows;
  let end = min(begin + params.part_rows, params.rows);

  clear_near(local, 0u);
  if (METRIC == COSINE && local < QUERIES) {
    var squares = 0.0;
    for (var i = 0u; i < (params.size + 3u) / 4u; i++) {
      let query = load_query(min(first + local, live - 1u), i);
      squares += dot(query, query);
    }
    query_lengths[local] = sqrt(squares);
  }
  for (var tile = begin; tile < end; tile += TILE) {
    measure(tile, end, first, live, local);
    workgroupBarrier();
    gather_near(tile, end, local);
    workgroupBarrier();
    if (local == 0u) {
      var longest = 0u;
      for (var q = 0u; q < QUERIES; q++) {
        longest = max(longest, atomicLoad(&near_lengths[q]));
      }
      is_crowded = u32(longest + TILE > ROOM);
    }
    if (workgroupUniformLoad(&is_crowded) == 1u) {
      sort_near(local);
    }
  }
  sort_near(local);

  for (var i = local; i < min(QUERIES, live - first) * params.kept; i += INVOCATIONS) {
    let q = i / params.kept;
    let rank = i % params.kept;
    let place = ((first + q) * params.lists + params.first_list + part) * params.kept + rank;
    list_values[place] = near_values[q * ROOM + rank];
    list_labels[place] = near_labels[q * ROOM + rank];
  }
}
