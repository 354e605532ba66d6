// Range search: the values of each row that are at most the row's limit, in no order, with their
// labels. NaN is none of them, nor is the largest f32, which stands for what takes no part.
//
// An invocation looks at one value, and takes the next free place where it is a hit. Hits that find no
// room are counted all the same, so that the caller knows how much is needed.
//
// values: [row][size], limits: [row], labels: [size]. Hit i has hit_rows[i], hit_labels[i] and
// hit_values[i].

// prelude
alias real = f32;
struct Params {
  rows: u32,
  size: u32,
  room: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<f32>;
@group(0) @binding(2) var<storage, read> limits: array<f32>;
@group(0) @binding(3) var<storage, read> labels: array<u32>;
@group(0) @binding(4) var<storage, read_write> hits: atomic<u32>;
@group(0) @binding(5) var<storage, read_write> hit_rows: array<u32>;
@group(0) @binding(6) var<storage, read_write> hit_labels: array<u32>;
@group(0) @binding(7) var<storage, read_write> hit_values: array<f32>;

const LARGEST: f32 = 0x1.fffffep+127;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  let row = i / params.size;
  if (row >= live_batch(params.rows)) {
    return;
  }
  let value = values[i];
  // Told by its bits: a compiler may take it that no float is NaN.
  let is_nan = (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
  if (is_nan || value > limits[row] || value >= LARGEST) {
    return;
  }
  let place = atomicAdd(&hits, 1u);
  if (place >= params.room) {
    return;
  }
  hit_rows[place] = row;
  hit_labels[place] = labels[i % params.size];
  hit_values[place] = value;
}
