// Cuts crops out of a photo, each along a grid of its own that says where in the photo its nodes lie, and
// normalises them for a network, as the warp does.
//
// An invocation computes one pixel of one crop. Between nodes, places are interpolated; what they change by from
// pixel to pixel is what the pixel covers. It is sampled bilinearly at places that are a pixel of the photo apart at
// most, up to TAPS a side, and averaged. A share of it is sampled at the second place that each node has.
//
// photo, output: as in warp.wgsl. grid: two vectors a node: x and y in pixels of the photo, the second place's, and
// the second place's share. Nodes are at equal distances, the first and the last at the crop's edges.

// prelude
alias real = f32;
const TAPS: u32 = 32;
const BGR: u32 = 1;
const GREY: u32 = 2;
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
  rows: u32,
  columns: u32,
  density_x: f32,
  density_y: f32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> photo: array<u32>;
@group(0) @binding(2) var<storage, read> grid: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<real>>;

fn pixel(at: vec2<i32>) -> vec4<f32> {
  if (at.x < 0 || at.y < 0 || u32(at.x) >= params.photo_width || u32(at.y) >= params.photo_height) {
    return vec4<f32>(0.0);
  }
  let index = u32(at.y) * params.photo_width + u32(at.x);
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

fn bilinear(place: vec2<f32>) -> vec4<f32> {
  let at = place - 0.5;
  let far = vec2<f32>(vec2<u32>(params.photo_width, params.photo_height));
  // Two pixels beside the photo are as black as any number of them.
  let low = clamp(floor(at), vec2<f32>(-2.0), far);
  let part = clamp(at - low, vec2<f32>(0.0), vec2<f32>(1.0));
  let first = vec2<i32>(low);
  let top = mix(pixel(first), pixel(first + vec2<i32>(1, 0)), part.x);
  let bottom = mix(pixel(first + vec2<i32>(0, 1)), pixel(first + vec2<i32>(1, 1)), part.x);
  return mix(top, bottom, part.y);
}

// The mean over what a pixel covers: a parallelogram around a place.
fn covered(place: vec2<f32>, across: vec2<f32>, along: vec2<f32>) -> vec4<f32> {
  let columns = u32(clamp(ceil(length(across) - 0.01), 1.0, f32(TAPS)));
  let rows = u32(clamp(ceil(length(along) - 0.01), 1.0, f32(TAPS)));
  var sum = vec4<f32>(0.0);
  for (var y = 0u; y < rows; y++) {
    let down = (f32(y) + 0.5) / f32(rows) - 0.5;
    for (var x = 0u; x < columns; x++) {
      let right = (f32(x) + 0.5) / f32(columns) - 0.5;
      sum += bilinear(place + right * across + down * along);
    }
  }
  return sum / f32(rows * columns);
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
  let density = vec2<f32>(params.density_x, params.density_y);
  let at = (vec2<f32>(id) + 0.5) * density;
  let cell = min(vec2<u32>(at), vec2<u32>(params.columns, params.rows) - 2u);
  let part = at - vec2<f32>(cell);
  let node = 2u * ((n * params.rows + cell.y) * params.columns + cell.x);
  let row = 2u * params.columns;
  let a = grid[node];
  let b = grid[node + 2u];
  let c = grid[node + row];
  let d = grid[node + row + 2u];
  if (!(usable(a) && usable(b) && usable(c) && usable(d))) {
    // A variable, since WGSL has no constant of that value.
    var nan = 0x7fc00000u;
    output[index] = vec4<real>(vec4<f32>(bitcast<f32>(nan)));
    return;
  }
  let place = mix(mix(a, b, part.x), mix(c, d, part.x), part.y);
  let across = mix(b - a, d - c, part.y) * density.x;
  let along = mix(c - a, d - b, part.x) * density.y;
  let top = mix(grid[node + 1u].x, grid[node + 3u].x, part.x);
  let bottom = mix(grid[node + row + 1u].x, grid[node + row + 3u].x, part.x);
  let share = clamp(mix(top, bottom, part.y), 0.0, 1.0);

  var value = vec4<f32>(0.0);
  if (share < 1.0) {
    value = (1.0 - share) * covered(place.xy, across.xy, along.xy);
  }
  if (share > 0.0) {
    value += share * covered(place.zw, across.zw, along.zw);
  }
  if (params.channels == BGR) {
    value = value.bgra;
  } else if (params.channels == GREY) {
    value = vec4<f32>(dot(value.rgb, vec3<f32>(0.299, 0.587, 0.114)));
  }
  output[index] = vec4<real>((value - params.mean) * params.scale);
}
