// Resizing by weighted sums along both axes, whatever the interpolation: which pixels a pixel is made
// of, and by how much, is in tables.
//
// An invocation computes one pixel's vec4 of channels.
//
// input, output: nhwc4. rows: [output row][taps], columns likewise: an input row and its weight. A row
// or column beyond the last one stands for one that lies outside: the pixel is `extrapolation` then.

// prelude
alias real = f32;
struct Tap {
  pixel: u32,
  weight: f32,
}
struct Params {
  batch: u32,
  in_height: u32,
  in_width: u32,
  vec4s: u32,
  out_height: u32,
  out_width: u32,
  taps_y: u32,
  taps_x: u32,
  extrapolation: f32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;
@group(0) @binding(2) var<storage, read> rows: array<Tap>;
@group(0) @binding(3) var<storage, read> columns: array<Tap>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4<real>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  let c = index % params.vec4s;
  let x = index / params.vec4s % params.out_width;
  let y = index / params.vec4s / params.out_width % params.out_height;
  let n = index / params.vec4s / params.out_width / params.out_height;
  if (n >= live_batch(params.batch)) {
    return;
  }

  let first_row = y * params.taps_y;
  let first_column = x * params.taps_x;
  if (rows[first_row].pixel >= params.in_height || columns[first_column].pixel >= params.in_width) {
    output[index] = vec4<real>(vec4<f32>(params.extrapolation));
    return;
  }
  var sum = vec4<f32>();
  for (var i = 0u; i < params.taps_y; i++) {
    let row = rows[first_row + i];
    let start = (n * params.in_height + row.pixel) * params.in_width;
    var across = vec4<f32>();
    for (var j = 0u; j < params.taps_x; j++) {
      let column = columns[first_column + j];
      let value = vec4<f32>(input[(start + column.pixel) * params.vec4s + c]);
      across = fma(value, vec4<f32>(column.weight), across);
    }
    sum = fma(across, vec4<f32>(row.weight), sum);
  }
  output[index] = vec4<real>(sum);
}
