// Fits a similarity transform from a template to each set of points, by least squares, and writes it
// as the crop that the warp cuts along: the crop in which the points lie where the template has them.
//
// An invocation fits one set. Umeyama, "Least-squares estimation of transformation parameters between
// two point patterns" (1991), in the plane and without reflections, where it needs no singular value
// decomposition: with both sets centred, (cos, sin) · scale = (Σ a·b, Σ a×b) / Σ |a|².
//
// points: [sets, count, 2], x and y in pixels of the photo. pattern: the template, (x, y, weight, 0) a
// point, in pixels of the crop. With a mirror_width the crop shows the mirror image.

// prelude
alias real = f32;
const FARTHEST: u32 = 16777216;
struct Crop {
  x_map: vec4<f32>,
  y_map: vec4<f32>,
  window: vec4<f32>,
  bounds: vec4<f32>,
}
struct Params {
  batch: u32,
  count: u32,
  photo_width: f32,
  photo_height: f32,
  mirror_width: f32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read> pattern: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> crops: array<Crop>;

@compute @workgroup_size(16)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let n = (group.y * groups.x + group.x) * 16u + local;
  if (n >= live_batch(params.batch)) {
    return;
  }

  var weights = 0.0;
  var pattern_mean = vec2<f32>(0.0);
  var point_mean = vec2<f32>(0.0);
  for (var i = 0u; i < params.count; i++) {
    let weight = pattern[i].z;
    weights += weight;
    pattern_mean += weight * pattern[i].xy;
    point_mean += weight * points[n * params.count + i];
  }
  pattern_mean /= weights;
  point_mean /= weights;

  var along = 0.0;
  var across = 0.0;
  var spread = 0.0;
  for (var i = 0u; i < params.count; i++) {
    let weight = pattern[i].z;
    let a = pattern[i].xy - pattern_mean;
    let b = points[n * params.count + i] - point_mean;
    along += weight * dot(a, b);
    across += weight * (a.x * b.y - a.y * b.x);
    spread += weight * dot(a, a);
  }
  let c = along / spread;
  let s = across / spread;

  let shift = point_mean - vec2<f32>(c * pattern_mean.x - s * pattern_mean.y, s * pattern_mean.x + c * pattern_mean.y);
  var x_map = vec4<f32>(c, -s, shift.x, 0.0);
  var y_map = vec4<f32>(s, c, shift.y, 0.0);
  if (params.mirror_width > 0.0) {
    // The crop's x becomes mirror_width - x.
    x_map = vec4<f32>(-x_map.x, x_map.y, x_map.z + params.mirror_width * x_map.x, 0.0);
    y_map = vec4<f32>(-y_map.x, y_map.y, y_map.z + params.mirror_width * y_map.x, 0.0);
  }
  crops[n].x_map = x_map;
  crops[n].y_map = y_map;
  crops[n].window = vec4<f32>(0.0, 0.0, params.photo_width, params.photo_height);
  crops[n].bounds = vec4<f32>(-1.0, -1.0, 1.0, 1.0) * f32(FARTHEST);
}
