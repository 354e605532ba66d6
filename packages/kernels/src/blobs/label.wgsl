// First step of finding blobs: labels connected cells above a threshold, and gives each blob a key by
// which blobs sort, the one with the highest cell first. A blob's label is its first cell.
//
// One workgroup goes over all cells, a tree a blob: in each round, every tree whose root has a lower one
// beside it is hung on the lowest, and then every cell takes its root for its label. A tree hangs on
// another after two rounds at most, or another hangs on it: the trees that are not done halve in two
// rounds, and 2 · log2(cells) rounds are enough, whatever the blobs look like. Few do in practice; it
// ends when a round changes nothing. (Borůvka's algorithm, as Shiloach & Vishkin 1982 made it parallel.)
//
// heat: a map whose strides are parameters. labels: [cell], NONE below the threshold. best: scratch,
// [cell]. keys: [cell], the negated height of a blob's highest cell at its label, and the largest f32 at
// any other cell. NaN belongs to no blob, comes first, and so is seen.

// prelude
alias real = f32;
const DIAGONAL: u32 = 1;
struct Params {
  height: u32,
  width: u32,
  heat_first: u32,
  heat_cell: u32,
  rounds: u32,
  jumps: u32,
  threshold: f32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> heat: array<real>;
@group(0) @binding(2) var<storage, read_write> labels: array<atomic<u32>>;
@group(0) @binding(3) var<storage, read_write> best: array<atomic<u32>>;
@group(0) @binding(4) var<storage, read_write> keys: array<f32>;

const WORKGROUP: u32 = 256u;
const NONE: u32 = 0xffffffffu;
const LARGEST: f32 = 0x1.fffffep+127;

var<workgroup> changed: atomic<u32>;
var<workgroup> goes_on: u32;

// Told by its bits: a compiler may take it that no float is NaN.
fn is_nan(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}

fn height_of(cell: u32) -> f32 {
  return f32(heat[params.heat_first + cell * params.heat_cell]);
}

// A whole number that grows with a float, and back.
fn rank_of(x: f32) -> u32 {
  let bits = bitcast<u32>(x);
  return select(bits | 0x80000000u, ~bits, (bits & 0x80000000u) != 0u);
}

fn of_rank(rank: u32) -> f32 {
  return bitcast<f32>(select(~rank, rank & 0x7fffffffu, (rank & 0x80000000u) != 0u));
}

// The lowest label around a cell, or NONE.
fn lowest_near(cell: u32) -> u32 {
  let at = vec2<i32>(i32(cell % params.width), i32(cell / params.width));
  let low = max(at - 1, vec2<i32>(0));
  let high = min(at + 1, vec2<i32>(i32(params.width), i32(params.height)) - 1);
  var lowest = NONE;
  for (var y = low.y; y <= high.y; y++) {
    for (var x = low.x; x <= high.x; x++) {
      if (DIAGONAL == 1u || x == at.x || y == at.y) {
        lowest = min(lowest, atomicLoad(&labels[u32(y) * params.width + u32(x)]));
      }
    }
  }
  return lowest;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(local_invocation_index) local: u32) {
  let count = params.height * params.width;
  for (var cell = local; cell < count; cell += WORKGROUP) {
    let height = height_of(cell);
    let inside = height > params.threshold && !is_nan(height);
    atomicStore(&labels[cell], select(NONE, cell, inside));
    atomicStore(&best[cell], cell);
  }
  for (var round = 0u; round < params.rounds; round++) {
    if (local == 0u) {
      atomicStore(&changed, 0u);
    }
    storageBarrier();
    workgroupBarrier();
    // Each tree collects the lowest root beside it.
    for (var cell = local; cell < count; cell += WORKGROUP) {
      let label = atomicLoad(&labels[cell]);
      if (label == NONE) {
        continue;
      }
      let lowest = lowest_near(cell);
      if (lowest < label) {
        atomicMin(&best[label], lowest);
        atomicStore(&changed, 1u);
      }
    }
    storageBarrier();
    workgroupBarrier();
    if (local == 0u) {
      goes_on = atomicLoad(&changed);
    }
    if (workgroupUniformLoad(&goes_on) == 0u) {
      break;
    }
    for (var cell = local; cell < count; cell += WORKGROUP) {
      if (atomicLoad(&labels[cell]) == cell) {
        atomicStore(&labels[cell], atomicLoad(&best[cell]));
      }
    }
    storageBarrier();
    // Each step halves the way to the root, at least.
    for (var jump = 0u; jump < params.jumps; jump++) {
      for (var cell = local; cell < count; cell += WORKGROUP) {
        let label = atomicLoad(&labels[cell]);
        if (label != NONE) {
          atomicStore(&labels[cell], atomicLoad(&labels[label]));
        }
      }
      storageBarrier();
    }
  }
  storageBarrier();

  for (var cell = local; cell < count; cell += WORKGROUP) {
    atomicStore(&best[cell], 0u);
  }
  storageBarrier();
  for (var cell = local; cell < count; cell += WORKGROUP) {
    let label = atomicLoad(&labels[cell]);
    if (label != NONE) {
      atomicMax(&best[label], rank_of(height_of(cell)));
    }
  }
  storageBarrier();
  for (var cell = local; cell < count; cell += WORKGROUP) {
    let is_root = atomicLoad(&labels[cell]) == cell;
    let key = select(LARGEST, -of_rank(atomicLoad(&best[cell])), is_root);
    keys[cell] = select(key, -LARGEST, is_nan(height_of(cell)));
  }
}
