// Normalisation of each row by its own mean and variance.
//
// A workgroup computes one row: its invocations go through it a workgroup's width apart, twice to find
// mean and variance, since a sum of squares would cancel, and once more to write it.
//
// input, output: dense [rows][size]. scale, offset: a value for each place in a row, in whole vec4s.

// prelude
alias real = f32;
struct Params {
  rows: u32,
  size: u32,
  epsilon: f32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<real>;
@group(0) @binding(2) var<storage, read> scale: array<f32>;
@group(0) @binding(3) var<storage, read> offset: array<f32>;
@group(0) @binding(4) var<storage, read_write> output: array<real>;

const WORKGROUP: u32 = 64u;
const WORKGROUP_LOG2: u32 = 6u;

var<workgroup> parts: array<f32, WORKGROUP>;

// The sum of a value of each invocation of the workgroup.
fn sum_of(value: f32, local: u32) -> f32 {
  parts[local] = value;
  workgroupBarrier();
  for (var step = 0u; step < WORKGROUP_LOG2; step++) {
    let half = WORKGROUP >> (step + 1u);
    if (local < half) {
      parts[local] += parts[local + half];
    }
    workgroupBarrier();
  }
  let sum = parts[0];
  workgroupBarrier();
  return sum;
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let row = group.y * groups.x + group.x;
  if (row >= params.rows) {
    return;
  }
  let start = row * params.size;
  var sum = 0.0;
  for (var i = local; i < params.size; i += WORKGROUP) {
    sum += f32(input[start + i]);
  }
  let mean = sum_of(sum, local) / f32(params.size);
  var squares = 0.0;
  for (var i = local; i < params.size; i += WORKGROUP) {
    let deviation = f32(input[start + i]) - mean;
    squares = fma(deviation, deviation, squares);
  }
  let factor = 1.0 / sqrt(sum_of(squares, local) / f32(params.size) + params.epsilon);
  for (var i = local; i < params.size; i += WORKGROUP) {
    let normalised = (f32(input[start + i]) - mean) * factor;
    output[start + i] = real(fma(normalised, scale[i], offset[i]));
  }
}
