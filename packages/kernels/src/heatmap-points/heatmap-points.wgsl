// Finds the point that each heatmap shows: its highest cell, the first one of several, and where
// between the cells the point lies.
//
// REFINE says how: 0, at the cell itself. 1, by offsets in cells that further maps hold at that cell,
// as logits of shares where LOGIT is 1. 2, the mean place of all cells, weighted by a softmax of their
// heights (Sun et al. 2018, "Integral Human Pose Regression"). 3, by a Taylor expansion to the second
// order of the logarithm of the heights, after Gaussian smoothing (Zhang et al. 2020, "Distribution-
// Aware Coordinate Representation for Human Pose Estimation").
//
// A workgroup finds one point. maps, x_offsets, y_offsets: [batch] of images whose strides are
// parameters. output: [batch, points](x, y) as shares of the network's input. Where a height is NaN,
// the point is.

// prelude
alias real = f32;
const REFINE: u32 = 0;
const LOGIT: u32 = 0;
const RADIUS: u32 = 5;
struct Params {
  batch: u32,
  points: u32,
  height: u32,
  width: u32,
  map_batch: u32,
  map_first: u32,
  map_channel: u32,
  map_cell: u32,
  x_batch: u32,
  x_first: u32,
  x_channel: u32,
  x_cell: u32,
  y_batch: u32,
  y_first: u32,
  y_channel: u32,
  y_cell: u32,
  offset_scale: f32,
  sharpness: f32,
  smoothing: f32,
  origin_x: f32,
  origin_y: f32,
  step_x: f32,
  step_y: f32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> maps: array<real>;
@group(0) @binding(2) var<storage, read> x_offsets: array<real>;
@group(0) @binding(3) var<storage, read> y_offsets: array<real>;
@group(0) @binding(4) var<storage, read_write> output: array<vec2<f32>>;

const WORKGROUP: u32 = 64u;
// Cells that the second derivatives reach from the highest one.
const REACH: i32 = 2;
const SIDE: u32 = 5u;
// The smallest height whose logarithm is taken.
const FLOOR: f32 = 1e-10;

var<workgroup> heights: array<f32, WORKGROUP>;
var<workgroup> cells: array<u32, WORKGROUP>;
var<workgroup> sums: array<vec3<f32>, WORKGROUP>;
var<workgroup> smoothed: array<f32, 25>;

// Told by its bits: a compiler may take it that no float is NaN.
fn is_nan(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}

// NaN stands above everything, the first one above the others.
fn above(a: f32, a_cell: u32, b: f32, b_cell: u32) -> bool {
  let a_nan = is_nan(a);
  let b_nan = is_nan(b);
  if (a_nan != b_nan) {
    return a_nan;
  }
  if (a_nan || a == b) {
    return a_cell < b_cell;
  }
  return a > b;
}

// The logarithm of the odds that a share stands for.
fn logit(x: f32) -> f32 {
  let share = clamp(x, 1e-7, 1.0 - 1e-7);
  return log(share / (1.0 - share));
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = group.y * groups.x + group.x;
  let n = index / params.points;
  let point = index % params.points;
  if (n >= live_batch(params.batch)) {
    return;
  }
  let count = params.height * params.width;
  let base = n * params.map_batch + (params.map_first + point) * params.map_channel;

  var height = f32(maps[base + min(local, count - 1u) * params.map_cell]);
  var cell = min(local, count - 1u);
  for (var i = local + WORKGROUP; i < count; i += WORKGROUP) {
    let other = f32(maps[base + i * params.map_cell]);
    if (above(other, i, height, cell)) {
      height = other;
      cell = i;
    }
  }
  heights[local] = height;
  cells[local] = cell;
  workgroupBarrier();
  for (var step = 0u; step < 6u; step++) {
    let reach = 32u >> step;
    if (local < reach && above(heights[local + reach], cells[local + reach], heights[local], cells[local])) {
      heights[local] = heights[local + reach];
      cells[local] = cells[local + reach];
    }
    workgroupBarrier();
  }
  height = heights[0];
  cell = cells[0];
  let at = vec2<u32>(cell % params.width, cell / params.width);
  var place = vec2<f32>(at);

  if (REFINE == 1u) {
    let x = f32(x_offsets[n * params.x_batch + (params.x_first + point) * params.x_channel + cell * params.x_cell]);
    let y = f32(y_offsets[n * params.y_batch + (params.y_first + point) * params.y_channel + cell * params.y_cell]);
    if (LOGIT == 1u) {
      // `clamp` may drop NaN.
      place += params.offset_scale * vec2<f32>(select(logit(x), x, is_nan(x)), select(logit(y), y, is_nan(y)));
    } else {
      place += params.offset_scale * vec2<f32>(x, y);
    }
  }

  if (REFINE == 2u) {
    var sum = vec3<f32>(0.0);
    for (var i = local; i < count; i += WORKGROUP) {
      let weight = exp(params.sharpness * (f32(maps[base + i * params.map_cell]) - height));
      sum += weight * vec3<f32>(f32(i % params.width), f32(i / params.width), 1.0);
    }
    sums[local] = sum;
    workgroupBarrier();
    for (var step = 0u; step < 6u; step++) {
      let reach = 32u >> step;
      if (local < reach) {
        sums[local] += sums[local + reach];
      }
      workgroupBarrier();
    }
    place = sums[0].xy / sums[0].z;
  }

  if (REFINE == 3u) {
    if (local < SIDE * SIDE) {
      let centre = vec2<i32>(at) + vec2<i32>(i32(local % SIDE), i32(local / SIDE)) - REACH;
      var sum = 0.0;
      for (var dy = -i32(RADIUS); dy <= i32(RADIUS); dy++) {
        for (var dx = -i32(RADIUS); dx <= i32(RADIUS); dx++) {
          let near = centre + vec2<i32>(dx, dy);
          if (all(near >= vec2<i32>(0)) && near.x < i32(params.width) && near.y < i32(params.height)) {
            let i = u32(near.y) * params.width + u32(near.x);
            sum += f32(maps[base + i * params.map_cell]) * exp(-f32(dx * dx + dy * dy) * params.smoothing);
          }
        }
      }
      smoothed[local] = log(max(sum, FLOOR));
    }
    workgroupBarrier();
    // Where they are reached, all cells of the derivatives lie within the map.
    let inner = min(at, vec2<u32>(params.width, params.height) - 1u - at);
    if (all(inner >= vec2<u32>(u32(REACH)))) {
      let middle = smoothed[12];
      let slope = 0.5 * vec2<f32>(smoothed[13] - smoothed[11], smoothed[17] - smoothed[7]);
      let bend = 0.25 * vec2<f32>(
        (smoothed[14] - middle) + (smoothed[10] - middle),
        (smoothed[22] - middle) + (smoothed[2] - middle),
      );
      let twist = 0.25 * ((smoothed[18] - smoothed[16]) - (smoothed[8] - smoothed[6]));
      let determinant = bend.x * bend.y - twist * twist;
      // Elsewhere the logarithm has no peak, and a step would lead away.
      if (determinant > 0.0 && bend.x < 0.0) {
        let way = vec2<f32>(twist * slope.y - bend.y * slope.x, twist * slope.x - bend.x * slope.y) / determinant;
        place += clamp(way, vec2<f32>(-1.0), vec2<f32>(1.0));
      }
    }
  }

  if (local == 0u) {
    let share = vec2<f32>(params.origin_x, params.origin_y) + place * vec2<f32>(params.step_x, params.step_y);
    output[index] = select(share, vec2<f32>(height), is_nan(height));
  }
}
