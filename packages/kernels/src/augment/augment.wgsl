// Variations of chips: each output image shows one of them moved, turned, scaled or mirrored, in other
// colours, at a lower resolution, and partly hidden.
//
// An invocation computes one pixel of one image. It samples the chip bilinearly, and what lies beyond its
// edges is what lies at them. At a lower resolution the image consists of cells: each is the mean of a grid
// of samples, and a pixel lies between the centres of the four around it, bilinearly.
//
// chips: a u32 for each pixel (R, G, B, A from the lowest byte up), chip after chip, all of one size.
// output: nhwc4, 3 channels, from 0 to 255, without an end: colours may take values beyond.
//
// variations: coordinates are continuous, a pixel i covers i to i + 1. (x, y) of the output become
// (dot(x_map.xyz, (x, y, 1)), dot(y_map.xyz, (x, y, 1))) of the chip. (r, g, b) become
// (dot(red, (r, g, b, 1)), …). occluder: left, top, right, bottom in pixels of the output; occluder_colour:
// R, G, B, and how much of the colour there is, from 0 to 1. chip_cell: the number of the chip, and the side
// of a cell in pixels of the output: 1 and less is the full resolution.

// prelude
alias real = f32;
struct Variation {
  x_map: vec4<f32>,
  y_map: vec4<f32>,
  red: vec4<f32>,
  green: vec4<f32>,
  blue: vec4<f32>,
  occluder: vec4<f32>,
  occluder_colour: vec4<f32>,
  chip_cell: vec4<f32>,
}
struct Params {
  batch: u32,
  height: u32,
  width: u32,
  chips: u32,
  chip_height: u32,
  chip_width: u32,
  most_taps: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> chips: array<u32>;
@group(0) @binding(2) var<storage, read> variations: array<Variation>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<real>>;

fn texel(chip: u32, x: i32, y: i32) -> vec3<f32> {
  let column = u32(clamp(x, 0, i32(params.chip_width) - 1));
  let row = u32(clamp(y, 0, i32(params.chip_height) - 1));
  let index = (chip * params.chip_height + row) * params.chip_width + column;
  return unpack4x8unorm(chips[index]).rgb * 255.0;
}

// The chip at a place of the output, bilinearly.
fn sample_at(chip: u32, variation: Variation, place: vec2<f32>) -> vec3<f32> {
  let here = vec3<f32>(place, 1.0);
  let edge = vec2<f32>(vec2<u32>(params.chip_width, params.chip_height));
  let mapped = vec2<f32>(dot(variation.x_map.xyz, here), dot(variation.y_map.xyz, here)) - 0.5;
  let at = clamp(mapped, vec2<f32>(-1.0), edge);
  let low = floor(at);
  let share = at - low;
  let x = i32(low.x);
  let y = i32(low.y);
  let above = mix(texel(chip, x, y), texel(chip, x + 1, y), share.x);
  let below = mix(texel(chip, x, y + 1), texel(chip, x + 1, y + 1), share.x);
  return mix(above, below, share.y);
}

// The mean of the samples in a cell.
fn cell_mean(chip: u32, variation: Variation, cell: vec2<f32>, side: f32) -> vec3<f32> {
  let taps = clamp(u32(ceil(side)), 1u, params.most_taps);
  var sum = vec3<f32>(0.0);
  for (var y = 0u; y < taps; y++) {
    for (var x = 0u; x < taps; x++) {
      let inside = (vec2<f32>(vec2<u32>(x, y)) + 0.5) / f32(taps);
      sum += sample_at(chip, variation, (cell + inside) * side);
    }
  }
  return sum / f32(taps * taps);
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
  if (n >= params.batch || id.x >= params.width || id.y >= params.height) {
    return;
  }
  let variation = variations[n];
  let chip = min(u32(max(variation.chip_cell.x, 0.0)), params.chips - 1u);
  let side = variation.chip_cell.y;
  let centre = vec2<f32>(id) + 0.5;
  var colour = vec3<f32>(0.0);
  if (side > 1.0) {
    let at = centre / side - 0.5;
    let low = floor(at);
    let share = at - low;
    let above = mix(
      cell_mean(chip, variation, low, side),
      cell_mean(chip, variation, low + vec2<f32>(1.0, 0.0), side),
      share.x,
    );
    let below = mix(
      cell_mean(chip, variation, low + vec2<f32>(0.0, 1.0), side),
      cell_mean(chip, variation, low + vec2<f32>(1.0, 1.0), side),
      share.x,
    );
    colour = mix(above, below, share.y);
  } else {
    colour = sample_at(chip, variation, centre);
  }
  let seen = vec4<f32>(colour, 1.0);
  var shown = vec3<f32>(
    dot(variation.red, seen),
    dot(variation.green, seen),
    dot(variation.blue, seen),
  );
  let box = variation.occluder;
  if (centre.x > box.x && centre.y > box.y && centre.x < box.z && centre.y < box.w) {
    shown = mix(shown, variation.occluder_colour.rgb, variation.occluder_colour.a);
  }
  output[(n * params.height + id.y) * params.width + id.x] = vec4<real>(vec4<f32>(shown, 0.0));
}
