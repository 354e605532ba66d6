// What JPEG does to a picture: blocks of 8×8 pixels whose frequencies are rounded, in luma and chroma, the more
// the lower the quality. Chroma is not subsampled.
//
// A workgroup computes one block of one image, an invocation one pixel of it. Colours become YCbCr (JFIF), each
// of the three goes through the discrete cosine transform, is rounded to multiples of a table's entries, and
// comes back. Blocks that reach beyond the image repeat its edge.
//
// input, output: nhwc4, R, G, B from 0 to 255; the output is clamped to that. steps: one f32 for each image:
// what the tables are multiplied with (an entry is 1 at least); 0 leaves the image as it is. tables: the
// cosines, [frequency, place], then the entries of luma and of chroma, [vertical, horizontal], 64 each.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  height: u32,
  width: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;
@group(0) @binding(2) var<storage, read> steps: array<f32>;
@group(0) @binding(3) var<storage, read> tables: array<f32>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4<real>>;

var<workgroup> block: array<vec3<f32>, 64>;
var<workgroup> half_done: array<vec3<f32>, 64>;

@compute @workgroup_size(8, 8)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
  @builtin(local_invocation_index) own: u32,
) {
  let tiles = (vec2<u32>(params.width, params.height) + 7u) / 8u;
  let tile = group.y * groups.x + group.x;
  let id = vec2<u32>(tile % tiles.x, tile / tiles.x % tiles.y) * 8u + local.xy;
  // Groups that the fold rounds up to go along, so that barriers are met by all.
  let n = min(tile / tiles.x / tiles.y, params.batch - 1u);
  let inside = min(id, vec2<u32>(params.width, params.height) - 1u);
  let index = (n * params.height + inside.y) * params.width + inside.x;
  let colour = vec4<f32>(input[index]).rgb;
  block[own] = vec3<f32>(
    dot(colour, vec3<f32>(0.299, 0.587, 0.114)) - 128.0,
    dot(colour, vec3<f32>(-0.168736, -0.331264, 0.5)),
    dot(colour, vec3<f32>(0.5, -0.418688, -0.081312)),
  );
  workgroupBarrier();

  // Forwards: rows, then columns. In `local` a place becomes a frequency.
  var sum = vec3<f32>(0.0);
  for (var k = 0u; k < 8u; k++) {
    sum += tables[local.x * 8u + k] * block[local.y * 8u + k];
  }
  half_done[own] = sum;
  workgroupBarrier();
  sum = vec3<f32>(0.0);
  for (var k = 0u; k < 8u; k++) {
    sum += tables[local.y * 8u + k] * half_done[k * 8u + local.x];
  }

  let step = steps[n];
  let luma = max(1.0, step * tables[64u + own]);
  let chroma = max(1.0, step * tables[128u + own]);
  let entry = vec3<f32>(luma, chroma, chroma);
  block[own] = round(sum / entry) * entry;
  workgroupBarrier();

  // Back: columns, then rows.
  sum = vec3<f32>(0.0);
  for (var k = 0u; k < 8u; k++) {
    sum += tables[k * 8u + local.y] * block[k * 8u + local.x];
  }
  half_done[own] = sum;
  workgroupBarrier();
  sum = vec3<f32>(0.0);
  for (var k = 0u; k < 8u; k++) {
    sum += tables[k * 8u + local.x] * half_done[local.y * 8u + k];
  }
  let is_rest = tile / tiles.x / tiles.y >= params.batch;
  if (is_rest || id.x >= params.width || id.y >= params.height) {
    return;
  }
  if (!(step > 0.0)) {
    output[index] = vec4<real>(vec4<f32>(colour, 0.0));
    return;
  }
  let y = sum.x + 128.0;
  let back = vec3<f32>(
    y + 1.402 * sum.z,
    y - 0.344136 * sum.y - 0.714136 * sum.z,
    y + 1.772 * sum.y,
  );
  output[index] = vec4<real>(vec4<f32>(clamp(back, vec3<f32>(0.0), vec3<f32>(255.0)), 0.0));
}
