// Tells where in the photo the nodes of a grid lie that is spread over the frontal view of a face.
//
// An invocation does one node. Its place in the view is taken to the photo by the camera, at the depth that the
// face has there: that of the mean face's relief, and what the landmarks around are moved by. What looks away is
// shown as its mirror image is, where that looks at the camera more.
//
// shape, fits: as in solve.wgsl. relief: depth, x and y of the normal, and how far a place may be mirrored, a
// vector a cell; row after row, `relief_step` apart from (relief_left, relief_top) on. grid: two vectors a node,
// x and y in the photo, those of the mirror image, and the share of the latter.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  count: u32,
  rows: u32,
  columns: u32,
  relief_rows: u32,
  relief_columns: u32,
  relief_left: f32,
  relief_top: f32,
  relief_step: f32,
  step_x: f32,
  step_y: f32,
  mirror_width: f32,
  axis: f32,
  narrowness: f32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> shape: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> relief: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> fits: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> grid: array<vec4<f32>>;

struct Spot {
  at: vec2<f32>,
  facing: f32,
  mirrored: f32,
}

// What the face is moved by at a place: the mean of the moves of the landmarks around, by distance and trust.
// Far from all of them nothing moves.
fn moved_at(place: vec2<f32>, fit: u32) -> vec3<f32> {
  var sum = vec3<f32>(0.0);
  var total = 1e-3;
  for (var i = 0u; i < params.count; i++) {
    let away = place - shape[3u * i].xy;
    let moved = fits[fit + 4u + i];
    let weight = moved.w * exp(-dot(away, away) * params.narrowness);
    sum += weight * moved.xyz;
    total += weight;
  }
  return sum / total;
}

fn relief_at(place: vec2<f32>) -> vec4<f32> {
  let most = vec2<f32>(vec2<u32>(params.relief_columns, params.relief_rows)) - 1.0;
  let origin = vec2<f32>(params.relief_left, params.relief_top);
  let cell = clamp((place - origin) / params.relief_step, vec2<f32>(0.0), most);
  let low = vec2<u32>(cell);
  let part = cell - vec2<f32>(low);
  let high = min(low + 1u, vec2<u32>(most));
  let top = mix(relief[low.y * params.relief_columns + low.x], relief[low.y * params.relief_columns + high.x], part.x);
  let bottom = mix(relief[high.y * params.relief_columns + low.x], relief[high.y * params.relief_columns + high.x], part.x);
  return mix(top, bottom, part.y);
}

fn spot_at(place: vec2<f32>, fit: u32) -> Spot {
  let moved = moved_at(place, fit);
  let surface = relief_at(place - moved.xy);
  let point = vec3<f32>(place, surface.x + moved.z);
  let right = fits[fit];
  let down = fits[fit + 1u];
  let at = vec2<f32>(dot(right.xyz, point) + right.w, dot(down.xyz, point) + down.w);
  let toward = sqrt(max(0.0, 1.0 - dot(surface.yz, surface.yz)));
  return Spot(at, dot(fits[fit + 2u].xyz, vec3<f32>(-surface.yz, toward)), surface.w);
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  let n = i / (params.rows * params.columns);
  if (n >= live_batch(params.batch)) {
    return;
  }
  let fit = n * (params.count + 4u);
  var x = f32(i % params.columns) * params.step_x;
  let y = f32(i / params.columns % params.rows) * params.step_y;
  if (params.mirror_width > 0.0) {
    x = params.mirror_width - x;
  }
  let map = fits[fit + 3u];
  let place = vec2<f32>(map.x * x - map.y * y, map.y * x + map.x * y) + map.zw;
  let own = spot_at(place, fit);
  let other = spot_at(vec2<f32>(2.0 * params.axis - place.x, place.y), fit);
  let hidden = 1.0 - smoothstep(0.35, 0.65, own.facing);
  let better = smoothstep(0.1, 0.4, other.facing - own.facing);
  grid[2u * i] = vec4<f32>(own.at, other.at);
  grid[2u * i + 1u] = vec4<f32>(own.mirrored * hidden * better, 0.0, 0.0, 0.0);
}
