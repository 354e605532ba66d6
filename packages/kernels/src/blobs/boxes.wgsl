// Last step of finding blobs: a box and a score for each of those that were listed.
//
// A workgroup goes over all cells for one blob. heat: a map whose strides are parameters. labels, keys:
// see label.wgsl. entries: [entry], a blob's label, and its key, the highest first; what is no blob gets
// a score of 0 and no box. boxes: [entry](left, top, right, bottom) as shares of the network's input.
// scores: [entry], the highest cell's.
//
// Where MOMENTS is 1, a box lies around the centre of mass, `size` standard deviations wide and high. A
// cell weighs what it is above the threshold, evenly over its square. Otherwise a box is `size` times
// what the cells cover, around the same centre.

// prelude
alias real = f32;
const LOGIT: u32 = 0;
const MOMENTS: u32 = 0;
struct Params {
  entries: u32,
  height: u32,
  width: u32,
  heat_first: u32,
  heat_cell: u32,
  threshold: f32,
  size: f32,
  origin_x: f32,
  origin_y: f32,
  step_x: f32,
  step_y: f32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> heat: array<real>;
@group(0) @binding(2) var<storage, read> labels: array<u32>;
@group(0) @binding(3) var<storage, read> entries: array<u32>;
@group(0) @binding(4) var<storage, read> keys: array<f32>;
@group(0) @binding(5) var<storage, read_write> boxes: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read_write> scores: array<f32>;

const WORKGROUP: u32 = 64u;
const LARGEST: f32 = 0x1.fffffep+127;

var<workgroup> sums: array<vec4<f32>, WORKGROUP>;

fn sigmoid(x: f32) -> f32 {
  let e = exp(-abs(x));
  return select(e, 1.0, x >= 0.0) / (1.0 + e);
}

fn height_of(cell: u32) -> f32 {
  return f32(heat[params.heat_first + cell * params.heat_cell]);
}

fn place_of(cell: u32) -> vec2<f32> {
  return vec2<f32>(f32(cell % params.width), f32(cell / params.width));
}

// The sum of what all invocations have.
fn total(own: vec4<f32>, local: u32) -> vec4<f32> {
  workgroupBarrier();
  sums[local] = own;
  workgroupBarrier();
  for (var step = 0u; step < 6u; step++) {
    let reach = 32u >> step;
    if (local < reach) {
      sums[local] += sums[local + reach];
    }
    workgroupBarrier();
  }
  return sums[0];
}

// The largest of what all invocations have.
fn largest(own: vec4<f32>, local: u32) -> vec4<f32> {
  workgroupBarrier();
  sums[local] = own;
  workgroupBarrier();
  for (var step = 0u; step < 6u; step++) {
    let reach = 32u >> step;
    if (local < reach) {
      sums[local] = max(sums[local], sums[local + reach]);
    }
    workgroupBarrier();
  }
  return sums[0];
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = group.y * groups.x + group.x;
  if (i >= params.entries) {
    return;
  }
  let label = entries[i];
  let key = keys[i];
  // No blob begins here, and there is no map to walk through.
  if (abs(key) == LARGEST) {
    if (local == 0u) {
      boxes[i] = vec4<f32>(0.0);
      // The cell itself where it is NaN, or as high as the largest f32.
      scores[i] = 0.0;
      if (key < 0.0) {
        scores[i] = height_of(label);
      }
    }
    return;
  }
  let count = params.height * params.width;
  var mass = vec4<f32>(0.0);
  var edges = vec4<f32>(-LARGEST);
  for (var cell = local; cell < count; cell += WORKGROUP) {
    if (labels[cell] == label) {
      let place = place_of(cell);
      mass += (height_of(cell) - params.threshold) * vec4<f32>(place, 1.0, 0.0);
      edges = max(edges, vec4<f32>(-place, place));
    }
  }
  mass = total(mass, local);
  var centre = mass.xy / mass.z;
  var half_size = vec2<f32>(0.0);
  if (MOMENTS == 1u) {
    var squares = vec4<f32>(0.0);
    for (var cell = local; cell < count; cell += WORKGROUP) {
      if (labels[cell] == label) {
        let way = place_of(cell) - centre;
        squares += (height_of(cell) - params.threshold) * vec4<f32>(way * way, 0.0, 0.0);
      }
    }
    squares = total(squares, local);
    // A square's own variance is a twelfth.
    half_size = 0.5 * params.size * sqrt(squares.xy / mass.z + 1.0 / 12.0);
  } else {
    edges = largest(edges, local);
    centre = 0.5 * (edges.zw - edges.xy);
    half_size = 0.5 * params.size * (edges.zw + edges.xy + 1.0);
  }
  if (local != 0u) {
    return;
  }
  let origin = vec2<f32>(params.origin_x, params.origin_y);
  let step = vec2<f32>(params.step_x, params.step_y);
  let box = vec4<f32>(origin + (centre - half_size) * step, origin + (centre + half_size) * step);
  boxes[i] = box;
  scores[i] = select(-key, sigmoid(-key), LOGIT == 1u);
}
