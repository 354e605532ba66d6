// Makes a square crop of each of the first boxes in a list, and counts them.
//
// An invocation makes one crop: a square around the box's centre, `margin` times as wide as the box's
// longer side. boxes: [all, 4], the left top corner and the one opposite, in pixels of the photo. kept:
// how many of them there are. live_count: how many crops hold something, [1]. Boxes and crops are rolled
// in the photo: one step to the right in them is (cos, sin) there.

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
  capacity: u32,
  size: f32,
  margin: f32,
  photo_width: f32,
  photo_height: f32,
  cos: f32,
  sin: f32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> boxes: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> kept: array<u32>;
@group(0) @binding(3) var<storage, read_write> crops: array<Crop>;
@group(0) @binding(4) var<storage, read_write> live_count: array<u32>;

@compute @workgroup_size(16)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 16u + local;
  let count = min(kept[0], params.capacity);
  if (i == 0u) {
    live_count[0] = count;
  }
  if (i >= count) {
    return;
  }
  let box = boxes[i];
  let corner = box.xy;
  let opposite = box.zw;
  let right = vec2<f32>(params.cos, params.sin);
  let down = vec2<f32>(-params.sin, params.cos);
  let diagonal = opposite - corner;
  let extent = max(abs(dot(diagonal, right)), abs(dot(diagonal, down)));
  let scale = params.margin * extent / params.size;
  let start = (corner + opposite) * 0.5 - scale * params.size * 0.5 * (right + down);
  crops[i].x_map = vec4<f32>(scale * right.x, scale * down.x, start.x, 0.0);
  crops[i].y_map = vec4<f32>(scale * right.y, scale * down.y, start.y, 0.0);
  crops[i].window = vec4<f32>(0.0, 0.0, params.photo_width, params.photo_height);
  crops[i].bounds = vec4<f32>(-1.0, -1.0, 1.0, 1.0) * f32(FARTHEST);
}
