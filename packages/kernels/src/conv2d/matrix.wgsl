// Convolution as products of 4×4 matrices, whose weights travel between the 4 lanes of a subgroup:
// implicit GEMM without workgroup memory. groups = 1, everything else is free. For adapters that run
// a shader as it is written, one operation on 4 lanes after the other: nothing in the innermost loop
// is indexed by a variable.
//
// An invocation computes 8 pixels of 8 output vec4s. The lanes of a subgroup take neighbouring pixels
// and need the same weights: each lane loads those of one input channel, then all pass theirs round.
//
// input, output: nhwc4. weight: [output block][run][vec4 of the run][4 input lanes][8] vec4s of output
// channels, so far apart as the parameters say; only the last axis lies side by side. bias: a vec4 for
// each output vec4.

// prelude
enable subgroups;
alias real = f32;
struct Params {
  batch: u32,
  in_height: u32,
  in_width: u32,
  in_vec4s: u32,
  out_height: u32,
  out_width: u32,
  out_vec4s: u32,
  kernel_height: u32,
  kernel_width: u32,
  stride_y: u32,
  stride_x: u32,
  dilation_y: u32,
  dilation_x: u32,
  pad_top: u32,
  pad_left: u32,
  runs: u32,
  runs_across: u32,
  run_vec4s: u32,
  whole_vec4s: u32,
  last_lanes: u32,
  weight_block: u32,
  weight_step: u32,
  weight_lane: u32,
  has_residual: u32,
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
@group(0) @binding(31) var<storage, read> residual: array<vec4<real>>;
fn add_residual(x: vec4<f32>, index: u32) -> vec4<f32> {
  if (params.has_residual == 0u) {
    return x;
  }
  return x + vec4<f32>(residual[index]);
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

const LANES: u32 = 4u;
const PIXELS: u32 = 8u;
const VEC4S: u32 = 8u;

// Where a run of a pixel's window begins, how far into the row of pixels, and how much of the row is left.
struct Run {
  start: u32,
  before: u32,
  within: u32,
}

// Of pixel m, which is counted over the whole batch.
fn run_of(m: u32, dy: u32, dx: u32) -> Run {
  let plane = params.out_height * params.out_width;
  let y = i32((m % plane) / params.out_width * params.stride_y + dy) - i32(params.pad_top);
  let column = i32(m % params.out_width * params.stride_x + dx) - i32(params.pad_left);
  let x = column * i32(params.in_vec4s);
  let row_vec4s = i32(params.in_width * params.in_vec4s);
  let row = i32(m / plane * params.in_height) + y;
  let inside = y >= 0 && y < i32(params.in_height) && x < row_vec4s;
  let within = select(0u, u32(row_vec4s - max(0, x)), inside);
  return Run(u32(row * row_vec4s + x), u32(max(0, -x)), within);
}

fn load(run: Run, c: u32, real_lanes: vec4<bool>) -> vec4<f32> {
  let inside = c - run.before < run.within;
  let value = activate_input(vec4<f32>(input[select(0u, run.start + c, inside)]));
  return select(vec4<f32>(0.0), value, real_lanes & vec4<bool>(inside));
}

// The weights of four input channels, one of which each lane has.
fn shared_weights(loaded: vec4<real>) -> mat4x4<f32> {
  let own = vec4<f32>(loaded);
  return mat4x4<f32>(
    subgroupBroadcast(own, 0u),
    subgroupBroadcast(own, 1u),
    subgroupBroadcast(own, 2u),
    subgroupBroadcast(own, 3u),
  );
}

@compute @workgroup_size(LANES)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  let pixels = live_batch(params.batch) * params.out_height * params.out_width;
  let block = (group.y * groups.x + group.x) * (LANES * PIXELS);
  if (block >= pixels) {
    return;
  }

  // Pixels past the end compute the last one again and are not stored: every lane must stay to pass
  // its weights on.
  let first = block + lane;
  let last = pixels - 1u;
  // Two matrices for each output vec4, with a column for each pixel.
  var near0: mat4x4<f32>;
  var far0: mat4x4<f32>;
  var near1: mat4x4<f32>;
  var far1: mat4x4<f32>;
  var near2: mat4x4<f32>;
  var far2: mat4x4<f32>;
  var near3: mat4x4<f32>;
  var far3: mat4x4<f32>;
  var near4: mat4x4<f32>;
  var far4: mat4x4<f32>;
  var near5: mat4x4<f32>;
  var far5: mat4x4<f32>;
  var near6: mat4x4<f32>;
  var far6: mat4x4<f32>;
  var near7: mat4x4<f32>;
  var far7: mat4x4<f32>;
  // Beyond the last channel, anything may be stored, even NaN.
  let last_lanes = vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(params.last_lanes);
  var w = group.z * params.weight_block + lane * params.weight_lane;
  for (var run = 0u; run < params.runs; run++) {
    let dy = run / params.runs_across * params.dilation_y;
    let dx = run % params.runs_across * params.dilation_x;
    let run0 = run_of(min(first, last), dy, dx);
    let run1 = run_of(min(first + LANES, last), dy, dx);
    let run2 = run_of(min(first + 2u * LANES, last), dy, dx);
    let run3 = run_of(min(first + 3u * LANES, last), dy, dx);
    let run4 = run_of(min(first + 4u * LANES, last), dy, dx);
    let run5 = run_of(min(first + 5u * LANES, last), dy, dx);
    let run6 = run_of(min(first + 6u * LANES, last), dy, dx);
    let run7 = run_of(min(first + 7u * LANES, last), dy, dx);
    for (var c = 0u; c < params.run_vec4s; c++) {
      let real_lanes = last_lanes | vec4<bool>(c < params.whole_vec4s);
      let near = mat4x4<f32>(
        load(run0, c, real_lanes),
        load(run1, c, real_lanes),
        load(run2, c, real_lanes),
        load(run3, c, real_lanes),
      );
      let far = mat4x4<f32>(
        load(run4, c, real_lanes),
        load(run5, c, real_lanes),
        load(run6, c, real_lanes),
        load(run7, c, real_lanes),
      );
      let weight0 = shared_weights(weight[w]);
      near0 += weight0 * near;
      far0 += weight0 * far;
      let weight1 = shared_weights(weight[w + 1u]);
      near1 += weight1 * near;
      far1 += weight1 * far;
      let weight2 = shared_weights(weight[w + 2u]);
      near2 += weight2 * near;
      far2 += weight2 * far;
      let weight3 = shared_weights(weight[w + 3u]);
      near3 += weight3 * near;
      far3 += weight3 * far;
      let weight4 = shared_weights(weight[w + 4u]);
      near4 += weight4 * near;
      far4 += weight4 * far;
      let weight5 = shared_weights(weight[w + 5u]);
      near5 += weight5 * near;
      far5 += weight5 * far;
      let weight6 = shared_weights(weight[w + 6u]);
      near6 += weight6 * near;
      far6 += weight6 * far;
      let weight7 = shared_weights(weight[w + 7u]);
      near7 += weight7 * near;
      far7 += weight7 * far;
      w += params.weight_step;
    }
  }

  var near = array<mat4x4<f32>, VEC4S>(near0, near1, near2, near3, near4, near5, near6, near7);
  var far = array<mat4x4<f32>, VEC4S>(far0, far1, far2, far3, far4, far5, far6, far7);
  for (var q = 0u; q < min(VEC4S, params.out_vec4s - group.z * VEC4S); q++) {
    let vec4_index = group.z * VEC4S + q;
    for (var p = 0u; p < PIXELS; p++) {
      let m = first + p * LANES;
      if (m < pixels) {
        let index = m * params.out_vec4s + vec4_index;
        let sum = select(far[q][p % 4u], near[q][p % 4u], p < 4u);
        let value = apply_slopes(add_residual(sum + bias[vec4_index], index), vec4_index);
        output[index] = vec4<real>(activate(value));
      }
    }
  }
}
