// Depthwise convolution of 3×3 pixels: every channel has a window of its own. groups = channels,
// no dilation; the stride is 1 or 2, the same in both directions. It is a parameter: compiling a
// second pipeline takes longer than many runs. For the same reason it adds no residual.
//
// An invocation computes a strip of 2 columns for one vec4 of channels. It walks down the strip, and
// loads each pixel of the input once: a row of them goes into the sums of all rows of the output that
// need it. Neighbouring invocations take neighbouring vec4s, so that a workgroup's loads lie side by
// side. Nothing is indexed by a variable: some adapters run loops as they are written.
//
// input, output: nhwc4. weight: [ky][kx][vec4] of channels. bias: a vec4 for each vec4.

// prelude
alias real = f32;
const WORKGROUP: u32 = 64;
struct Params {
  batch: u32,
  in_height: u32,
  in_width: u32,
  vec4s: u32,
  out_height: u32,
  out_width: u32,
  pad_top: u32,
  pad_left: u32,
  strip_rows: u32,
  taps: u32,
  stride: u32,
  has_slopes: u32,
  input_low: f32,
  input_high: f32,
  low: f32,
  high: f32,
  hard_swish: u32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
@group(0) @binding(29) var<storage, read> slopes: array<vec4<f32>>;
fn apply_slopes(x: vec4<f32>, channel_vec4: u32) -> vec4<f32> {
  if (params.has_slopes == 0u) {
    return x;
  }
  return select(x, x * slopes[channel_vec4], x < vec4<f32>(0.0));
}
fn activate_input(x: vec4<f32>) -> vec4<f32> {
  return x;
}
fn activate(x: vec4<f32>) -> vec4<f32> {
  var y = clamp(x, vec4<f32>(params.low), vec4<f32>(params.high));
  if (params.hard_swish != 0u) {
    y = x * clamp(x + 3.0, vec4<f32>(0.0), vec4<f32>(6.0)) / 6.0;
  }
  return select(y, x, (bitcast<vec4<u32>>(x) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;
@group(0) @binding(2) var<storage, read> weight: array<vec4<real>>;
@group(0) @binding(3) var<storage, read> bias: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4<real>>;

const COLUMNS: u32 = 2u;

alias InputRow = array<vec4<f32>, 5>;
alias OutputRow = array<vec4<f32>, COLUMNS>;
alias Factors = array<vec4<f32>, 3>;

// A pixel of a row that begins at start; zero outside the image.
fn load(start: u32, x: i32, inside_y: bool) -> vec4<f32> {
  let inside = inside_y && x >= 0 && x < i32(params.in_width);
  let value = activate_input(vec4<f32>(input[select(0u, start + u32(x) * params.vec4s, inside)]));
  return select(vec4<f32>(0.0), value, inside);
}

// The pixels at y, from x on, of vec4 c of image n. The last one is for a stride of 2 alone.
fn load_row(n: u32, y: i32, x: i32, c: u32) -> InputRow {
  let inside = y >= 0 && y < i32(params.in_height);
  let start = (n * params.in_height + u32(y)) * params.in_width * params.vec4s + c;
  var last = vec4<f32>(0.0);
  if (params.stride == 2u) {
    last = load(start, x + 4, inside);
  }
  return InputRow(
    load(start, x, inside),
    load(start, x + 1, inside),
    load(start, x + 2, inside),
    load(start, x + 3, inside),
    last,
  );
}

// The second where is_b.
fn select_factors(a: Factors, b: Factors, is_b: bool) -> Factors {
  return Factors(select(a[0], b[0], is_b), select(a[1], b[1], is_b), select(a[2], b[2], is_b));
}

fn add_window(sum: vec4<f32>, a: vec4<f32>, b: vec4<f32>, c: vec4<f32>, factor: Factors) -> vec4<f32> {
  return fma(c, factor[2], fma(b, factor[1], fma(a, factor[0], sum)));
}

// Adds what a row of the input brings to a row of the output.
fn add_row(sum: OutputRow, row: InputRow, factor: Factors) -> OutputRow {
  // The second pixel of the output begins a stride further on.
  let wide = params.stride == 2u;
  let a = select(row[1], row[2], wide);
  let b = select(row[2], row[3], wide);
  let c = select(row[3], row[4], wide);
  return OutputRow(
    add_window(sum[0], row[0], row[1], row[2], factor),
    add_window(sum[1], a, b, c, factor),
  );
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let strips_across = (params.out_width + COLUMNS - 1u) / COLUMNS;
  let strips_down = (params.out_height + params.strip_rows - 1u) / params.strip_rows;
  let i = (group.y * groups.x + group.x) * WORKGROUP + local;
  let c = i % params.vec4s;
  let strip = i / params.vec4s;
  let left = strip % strips_across * COLUMNS;
  let top = strip / strips_across % strips_down * params.strip_rows;
  let n = strip / strips_across / strips_down;
  if (n >= live_batch(params.batch)) {
    return;
  }

  let x = i32(left * params.stride) - i32(params.pad_left);
  let y = i32(top * params.stride) - i32(params.pad_top);
  // A loop that can't be unrolled: compilers take long over each load that they see.
  var factor: array<vec4<f32>, 9>;
  for (var tap = 0u; tap < params.taps; tap++) {
    factor[tap] = vec4<f32>(weight[tap * params.vec4s + c]);
  }
  let factor0 = Factors(factor[0], factor[1], factor[2]);
  let factor1 = Factors(factor[3], factor[4], factor[5]);
  let factor2 = Factors(factor[6], factor[7], factor[8]);
  let addend = bias[c];
  let start = OutputRow(addend, addend);
  let count = min(COLUMNS, params.out_width - left);
  let rows = (min(params.strip_rows, params.out_height - top) - 1u) * params.stride + 3u;
  // Of the row of the output that is finished next, and with a stride of 1 of the one after it.
  var sum = start;
  var next = start;
  for (var r = 0u; r < rows; r++) {
    let row = load_row(n, y + i32(r), x, c);
    let is_last = params.stride == 1u || r % 2u == 0u;
    sum = add_row(sum, row, select_factors(factor1, factor2, is_last));
    if (!is_last) {
      continue;
    }
    if (r >= 2u) {
      let out_y = top + (r - 2u) / params.stride;
      let first = ((n * params.out_height + out_y) * params.out_width + left) * params.vec4s + c;
      for (var p = 0u; p < count; p++) {
        let index = first + p * params.vec4s;
        output[index] = vec4<real>(activate(apply_slopes(sum[p], c)));
      }
    }
    if (params.stride == 1u) {
      sum = add_row(next, row, factor1);
      next = add_row(start, row, factor0);
    } else {
      sum = add_row(start, row, factor0);
    }
  }
}
