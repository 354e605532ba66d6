// The constants of a batch normalisation, so that it becomes x · multiplier + addend.
//
// An invocation computes one vec4 of channels.
//
// mean, variance, scale, offset: a vec4 for each vec4 of channels. coefficients: [vec4][2], the
// multiplier and the addend.

// prelude
alias real = f32;
struct Params {
  vec4s: u32,
  epsilon: f32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> mean: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> variance: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> scale: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> offset: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> coefficients: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let c = (group.y * groups.x + group.x) * 64u + local;
  if (c >= params.vec4s) {
    return;
  }
  let multiplier = scale[c] / sqrt(variance[c] + params.epsilon);
  coefficients[2u * c] = multiplier;
  coefficients[2u * c + 1u] = offset[c] - mean[c] * multiplier;
}
