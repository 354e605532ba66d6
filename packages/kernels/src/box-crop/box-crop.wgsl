// Makes a square crop of each of the first boxes in a list, and counts them.
//
// An invocation makes one crop: a square around the box's centre, `margin` times as wide as the box's
// longer side. boxes: [all, 4], left, top, right, bottom, in pixels of the photo. kept: how many of
// them there are. live_count: how many crops hold something, [1].

// prelude
alias real = f32;
struct Params {
  capacity: u32,
  size: f32,
  margin: f32,
  photo_width: f32,
  photo_height: f32,
}
// end prelude

struct Crop {
  x_map: vec4<f32>,
  y_map: vec4<f32>,
  window: vec4<f32>,
  bounds: vec4<f32>,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> boxes: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> kept: array<u32>;
@group(0) @binding(3) var<storage, read_write> crops: array<Crop>;
@group(0) @binding(4) var<storage, read_write> live_count: array<u32>;

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let count = min(kept[0], params.capacity);
  if (id.x == 0u) {
    live_count[0] = count;
  }
  if (id.x >= count) {
    return;
  }
  let box = boxes[id.x];
  let corner = box.xy;
  let opposite = box.zw;
  let extent = abs(opposite - corner);
  let scale = params.margin * max(extent.x, extent.y) / params.size;
  let start = (corner + opposite) * 0.5 - scale * params.size * 0.5;
  crops[id.x].x_map = vec4<f32>(scale, 0.0, start.x, 0.0);
  crops[id.x].y_map = vec4<f32>(0.0, scale, start.y, 0.0);
  crops[id.x].window = vec4<f32>(0.0, 0.0, params.photo_width, params.photo_height);
  crops[id.x].bounds = vec4<f32>(-16777216.0, -16777216.0, 16777216.0, 16777216.0);
}
