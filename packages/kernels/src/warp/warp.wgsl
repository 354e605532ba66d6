// Cuts crops out of a photo, each through an affine map of its own, and normalises them for a
// network: letterbox, box crop and aligned chip alike.
//
// An invocation computes one pixel of one crop. Where the map enlarges, it samples bilinearly; where
// it shrinks, it averages over the square of photo pixels that the output pixel covers, each weighted
// by the share of it that lies inside (the bilinear tent is the limit of that for no shrinking). A
// side of the square never takes many more than TAPS samples: a larger one is cut into blocks of
// pixels, and the middle of a block stands for the whole of it.
//
// photo: a u32 for each pixel (R, G, B, A from the lowest byte up), or four f32 from 0 to 255. output:
// nhwc4, (value - mean) * scale of 3 channels (R, G, B, or the reverse) or of their luma (BT.601).
//
// crops: coordinates are continuous, a pixel i covers i to i + 1. (x, y) of the output become
// (dot(x_map.xyz, (x, y, 1)), dot(y_map.xyz, (x, y, 1))) of the photo. window: left, top, right, bottom
// of the pixels that are seen; the rest is black. bounds: the same of those that samples are clamped to.

// prelude
alias real = f32;
const TAPS: u32 = 128;
const BGR: u32 = 1;
const GREY: u32 = 2;
struct Crop {
  x_map: vec4<f32>,
  y_map: vec4<f32>,
  window: vec4<f32>,
  bounds: vec4<f32>,
}
struct Params {
  mean: vec4<f32>,
  scale: vec4<f32>,
  batch: u32,
  height: u32,
  width: u32,
  photo_height: u32,
  photo_width: u32,
  float_pixels: u32,
  channels: u32,
  averaging: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

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

// Whether a number is below 2^60, and not NaN. Told by its bits: a compiler may take it that every
// float is finite.
fn usable(numbers: vec4<f32>) -> bool {
  return all((bitcast<vec4<u32>>(numbers) & vec4<u32>(0x7fffffffu)) < vec4<u32>(0x5d800000u));
}

// How much of the pixels from `first` to `last` lies within the square: an interval of length `side`
// around `at`. The pixels at the edges (of the bounds) stand for all that lie beyond.
fn share(first: i32, last: i32, at: f32, side: f32, edges: vec2<f32>) -> f32 {
  let reach = (side + 1.0) * 0.5;
  let low = f32(first);
  let high = f32(last);
  let at_low = low == edges.x;
  let at_high = high == edges.y;
  let from_start = select(reach + (high - at), side, at_high);
  let to_end = select(reach - (low - at), side, at_low);
  let most = select(high - low + 1.0, side, at_low || at_high);
  return clamp(min(from_start, to_end), 0.0, most);
}

@compute @workgroup_size(8, 8)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
) {
  let tiles = (vec2<u32>(params.width, params.height) + 7u) / 8u;
  let tile = group.y * groups.x + group.x;
  let id = vec2<u32>(tile % tiles.x, tile / tiles.x % tiles.y) * 8u + local.xy;
  let n = tile / tiles.x / tiles.y;
  if (n >= live_batch(params.batch) || id.x >= params.width || id.y >= params.height) {
    return;
  }
  let index = (n * params.height + id.y) * params.width + id.x;
  let crop = crops[n];
  if (!(usable(crop.x_map) && usable(crop.y_map) && usable(crop.window) && usable(crop.bounds))) {
    // A variable, since WGSL has no constant of that value.
    var nan = 0x7fc00000u;
    output[index] = vec4<real>(vec4<f32>(bitcast<f32>(nan)));
    return;
  }
  let centre = vec3<f32>(vec2<f32>(id) + 0.5, 1.0);
  // In units of pixel centres from here on.
  let at = vec2<f32>(dot(crop.x_map.xyz, centre), dot(crop.y_map.xyz, centre)) - 0.5;

  var side = 1.0;
  if (params.averaging != 0u) {
    let area = abs(crop.x_map.x * crop.y_map.y - crop.x_map.y * crop.y_map.x);
    side = max(1.0, sqrt(area));
  }
  let reach = (side + 1.0) * 0.5;
  let step = i32(min(ceil(side / f32(TAPS)), 16777216.0));

  // The pixels that can be seen, and those of them that the square needs, in whole numbers: the loops
  // take no more steps than there are.
  let size = vec2<f32>(vec2<u32>(params.photo_width, params.photo_height));
  let edge_low = floor(crop.bounds.xy);
  let edge_high = floor(crop.bounds.zw) - 1.0;
  let seen_low = clamp(max(edge_low, ceil(crop.window.xy)), vec2<f32>(0.0), size);
  let seen_high = clamp(min(edge_high, ceil(crop.window.zw) - 1.0), vec2<f32>(-1.0), size - 1.0);
  let first = vec2<i32>(clamp(min(ceil(at - reach), edge_high), seen_low, size));
  let last = vec2<i32>(clamp(max(floor(at + reach), edge_low), vec2<f32>(-1.0), seen_high));
  let low = vec2<i32>(seen_low);
  let high = vec2<i32>(seen_high);
  let edges_x = vec2<f32>(edge_low.x, edge_high.x);
  let edges_y = vec2<f32>(edge_low.y, edge_high.y);

  var sum = vec4<f32>(0.0);
  for (var y = first.y - first.y % step; y <= last.y; y += step) {
    let top = max(y, low.y);
    let bottom = min(y + step - 1, high.y);
    let row = u32((top + bottom) / 2) * params.photo_width;
    var row_sum = vec4<f32>(0.0);
    for (var x = first.x - first.x % step; x <= last.x; x += step) {
      let left = max(x, low.x);
      let right = min(x + step - 1, high.x);
      row_sum += share(left, right, at.x, side, edges_x) * pixel(row + u32((left + right) / 2));
    }
    sum += share(top, bottom, at.y, side, edges_y) * row_sum;
  }
  var value = sum / (side * side);
  if (params.channels == BGR) {
    value = value.bgra;
  } else if (params.channels == GREY) {
    value = vec4<f32>(dot(value.rgb, vec3<f32>(0.299, 0.587, 0.114)));
  }
  output[index] = vec4<real>((value - params.mean) * params.scale);
}
