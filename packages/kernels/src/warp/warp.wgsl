// Cuts crops out of a photo, each through an affine map of its own, and normalises them for a
// network: letterbox, box crop and aligned chip alike.
//
// An invocation computes one pixel of one crop. Where the map enlarges, it samples bilinearly; where
// it shrinks, it averages over the square of photo pixels that the output pixel covers, each weighted
// by the share of it that lies inside (the bilinear tent is the limit of that for no shrinking).
//
// photo: a u32 for each pixel (R, G, B, A from the lowest byte up), or four f32 from 0 to 255 with
// FLOAT_PIXELS. crops: see Crop. output: nhwc4 with 3 channels, (value - mean) * scale.

// prelude
alias real = f32;
struct Params {
  mean: vec4<f32>,
  scale: vec4<f32>,
  batch: u32,
  height: u32,
  width: u32,
  photo_stride: u32,
  float_pixels: u32,
  averaging: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

// Continuous coordinates: a pixel i covers i to i + 1.
struct Crop {
  // (x, y) of the output become (dot(x_map.xyz, (x, y, 1)), dot(y_map.xyz, (x, y, 1))) of the photo.
  x_map: vec4<f32>,
  y_map: vec4<f32>,
  // Left, top, right, bottom of the pixels that are seen; the rest is black.
  window: vec4<f32>,
  // The same of the pixels that samples are clamped to.
  bounds: vec4<f32>,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> photo: array<u32>;
@group(0) @binding(2) var<storage, read> crops: array<Crop>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<real>>;

fn pixel(index: u32) -> vec4<f32> {
  if (params.float_pixels == 0u) {
    return unpack4x8unorm(photo[index]) * 255.0;
  }
  let i = index * 4u;
  return bitcast<vec4<f32>>(vec4<u32>(photo[i], photo[i + 1u], photo[i + 2u], photo[i + 3u]));
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let n = id.z;
  if (n >= live_batch(params.batch) || id.x >= params.width || id.y >= params.height) {
    return;
  }
  let crop = crops[n];
  let centre = vec3<f32>(vec2<f32>(id.xy) + 0.5, 1.0);
  // In units of pixel centres from here on.
  let at = vec2<f32>(dot(crop.x_map.xyz, centre), dot(crop.y_map.xyz, centre)) - 0.5;

  var side = 1.0;
  if (params.averaging != 0u) {
    let area = abs(crop.x_map.x * crop.y_map.y - crop.x_map.y * crop.y_map.x);
    side = max(1.0, sqrt(area));
  }
  let reach = (side + 1.0) * 0.5;
  let low = ceil(at - reach);
  let high = floor(at + reach);

  var sum = vec4<f32>(0.0);
  for (var y = low.y; y <= high.y; y += 1.0) {
    let source_y = clamp(y, crop.bounds.y, crop.bounds.w - 1.0);
    if (source_y < crop.window.y || source_y >= crop.window.w) {
      continue;
    }
    let weight_y = clamp(reach - abs(y - at.y), 0.0, 1.0);
    let row = u32(source_y) * params.photo_stride;
    for (var x = low.x; x <= high.x; x += 1.0) {
      let source_x = clamp(x, crop.bounds.x, crop.bounds.z - 1.0);
      if (source_x < crop.window.x || source_x >= crop.window.z) {
        continue;
      }
      let weight = weight_y * clamp(reach - abs(x - at.x), 0.0, 1.0);
      sum += weight * pixel(row + u32(source_x));
    }
  }
  let value = sum / (side * side);
  let index = (n * params.height + id.y) * params.width + id.x;
  output[index] = vec4<real>((value - params.mean) * params.scale);
}
