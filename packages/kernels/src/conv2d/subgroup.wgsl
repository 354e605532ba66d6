// Convolution as a register tile whose weights travel between the lanes of a subgroup: implicit GEMM
// without workgroup memory. groups = 1, everything else is free. For adapters whose subgroups all
// have LANES invocations.
//
// An invocation computes PIXELS pixels of VEC4S output vec4s. The lanes of a subgroup take
// neighbouring pixels and need the same weights: each lane loads its share, then all pass theirs
// round. A software adapter pays for each load, however wide it is, so a load brings PARTS vec4s of
// weights: 1 as f32, 2 as f16, 4 as bytes.
//
// input, output: nhwc4. weight: [output block][ky][kx][input vec4][4 / PARTS][VEC4S][PARTS] vec4s of
// output channels, where the axes 4 / PARTS and PARTS make up the 4 input lanes; 4 · VEC4S / PARTS is
// a multiple of LANES. bias: a vec4 for each output vec4. affine: of weights in bytes the scale, the
// offset and the zero for each output vec4, blocks filled up: weight = (byte - zero) · scale + offset.

// prelude
enable subgroups;
alias real = f32;
const LANES: u32 = 8;
const PIXELS: u32 = 4;
const VEC4S: u32 = 4;
const PARTS: u32 = 1;
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
  fields: u32,
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
@group(0) @binding(2) var<storage, read> weight: array<vec4<u32>>;
@group(0) @binding(3) var<storage, read> bias: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> affine: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> output: array<vec4<real>>;

// The fields of an affine.
const FIELDS: u32 = 3u;
const SCALE: u32 = 0u;
const OFFSET: u32 = 1u;
const ZERO: u32 = 2u;

const LOADS: u32 = 4u * VEC4S / PARTS / LANES;
// Of channels, which the lanes share out too.
const CHANNEL_LOADS: u32 = (VEC4S + LANES - 1u) / LANES;
const BYTES: bool = PARTS == 4u;

// One of the vec4s of weights that a load brought.
fn unpack(raw: vec4<u32>, part: u32) -> vec4<f32> {
  if (PARTS == 1u) {
    return bitcast<vec4<f32>>(raw);
  }
  if (PARTS == 2u) {
    return vec4<f32>(unpack2x16float(raw[2u * part]), unpack2x16float(raw[2u * part + 1u]));
  }
  return vec4<f32>((vec4<u32>(raw[part]) >> vec4<u32>(0u, 8u, 16u, 24u)) & vec4<u32>(255u));
}

@compute @workgroup_size(LANES)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  let plane = params.out_height * params.out_width;
  let pixels = live_batch(params.batch) * plane;
  let block = (group.y * groups.x + group.x) * (LANES * PIXELS);
  if (block >= pixels) {
    return;
  }

  // Where each pixel's window begins, and in which image. Pixels past the end compute the last one
  // again and are not stored: every lane must stay to pass its weights on.
  let first = block + lane;
  var top: array<i32, PIXELS>;
  var left: array<i32, PIXELS>;
  var image: array<i32, PIXELS>;
  for (var p = 0u; p < PIXELS; p++) {
    let m = min(first + p * LANES, pixels - 1u);
    let y = (m % plane) / params.out_width;
    let x = m % params.out_width;
    top[p] = i32(y * params.stride_y) - i32(params.pad_top);
    left[p] = i32(x * params.stride_x) - i32(params.pad_left);
    image[p] = i32((m / plane) * params.in_height);
  }

  var sum: array<array<vec4<f32>, VEC4S>, PIXELS>;
  // Of the inputs, to be multiplied by the offset of all weights.
  var total: array<vec4<f32>, PIXELS>;
  // Lane i's are those of output vec4 i, i + LANES ….
  var shared_bias: array<vec4<f32>, CHANNEL_LOADS>;
  var shared_affine: array<array<vec4<f32>, FIELDS>, CHANNEL_LOADS>;
  for (var i = 0u; i < CHANNEL_LOADS; i++) {
    let at = group.z * VEC4S + (i * LANES + lane) % VEC4S;
    shared_bias[i] = bias[min(at, params.out_vec4s - 1u)];
    // A loop that can't be unrolled: compilers take long over each load that they see.
    var fields: array<vec4<f32>, FIELDS>;
    for (var field = 0u; field < params.fields; field++) {
      fields[field] = affine[FIELDS * at + field];
    }
    shared_affine[i] = fields;
  }
  // Beyond the last channel, anything may be stored, even NaN.
  let last_lanes = vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(params.last_lanes);
  let in_vec4s = i32(params.in_vec4s);
  let row_vec4s = i32(params.in_width) * in_vec4s;
  var w = group.z * params.runs * params.run_vec4s * (LOADS * LANES) + lane;
  for (var run = 0u; run < params.runs; run++) {
    let dy = i32(run / params.runs_across * params.dilation_y);
    let dx = i32(run % params.runs_across * params.dilation_x);
    // Where in the row of pixels the run begins, how far into the row, and how much of the row is left.
    var start: array<u32, PIXELS>;
    var before: array<u32, PIXELS>;
    var within: array<u32, PIXELS>;
    for (var p = 0u; p < PIXELS; p++) {
      let y = top[p] + dy;
      let x = (left[p] + dx) * in_vec4s;
      let inside = y >= 0 && y < i32(params.in_height);
      start[p] = u32((image[p] + y) * row_vec4s + x);
      before[p] = u32(max(0, -x));
      within[p] = select(0u, u32(row_vec4s - max(0, x)), inside && x < row_vec4s);
    }
    for (var c = 0u; c < params.run_vec4s; c++) {
      var value: array<vec4<f32>, PIXELS>;
      let real_lanes = last_lanes | vec4<bool>(c < params.whole_vec4s);
      for (var p = 0u; p < PIXELS; p++) {
        let inside = c - before[p] < within[p];
        let loaded = activate_input(vec4<f32>(input[select(0u, start[p] + c, inside)]));
        value[p] = select(vec4<f32>(0.0), loaded, real_lanes & vec4<bool>(inside));
      }
      var own: array<array<vec4<f32>, PARTS>, LOADS>;
      for (var i = 0u; i < LOADS; i++) {
        let raw = weight[w];
        w += LANES;
        for (var part = 0u; part < PARTS; part++) {
          own[i][part] = unpack(raw, part);
          if (BYTES) {
            own[i][part] -= shared_affine[i % CHANNEL_LOADS][ZERO];
          }
        }
      }
      if (BYTES) {
        for (var p = 0u; p < PIXELS; p++) {
          total[p] += value[p];
        }
      }
      for (var q = 0u; q < VEC4S; q++) {
        for (var k = 0u; k < 4u; k++) {
          let slot = k / PARTS * VEC4S + q;
          let factor = subgroupShuffle(own[slot / LANES][k % PARTS], slot % LANES);
          for (var p = 0u; p < PIXELS; p++) {
            sum[p][q] = fma(vec4<f32>(value[p][k]), factor, sum[p][q]);
          }
        }
      }
    }
  }

  var result: array<vec4<f32>, VEC4S * PIXELS>;
  for (var q = 0u; q < VEC4S; q++) {
    let own = shared_affine[q / LANES];
    let source = q % LANES;
    let own_bias = subgroupShuffle(shared_bias[q / LANES], source);
    let scale = subgroupShuffle(own[SCALE], source);
    let offset = subgroupShuffle(own[OFFSET], source);
    for (var p = 0u; p < PIXELS; p++) {
      if (BYTES) {
        let rest = dot(total[p], vec4<f32>(1.0)) * offset;
        result[q * PIXELS + p] = sum[p][q] * scale + rest + own_bias;
      } else {
        result[q * PIXELS + p] = sum[p][q] + own_bias;
      }
    }
  }
  // Not to be unrolled either.
  let count = min(VEC4S, params.out_vec4s - group.z * VEC4S) * PIXELS;
  for (var i = 0u; i < count; i++) {
    let m = first + i % PIXELS * LANES;
    if (m < pixels) {
      let c = group.z * VEC4S + i / PIXELS;
      let index = m * params.out_vec4s + c;
      output[index] = vec4<real>(activate(apply_slopes(add_residual(result[i], index), c)));
    }
  }
}
