// A step of stochastic gradient descent with momentum:
//   slope = gradient · scale + decay · value
//   new velocity = momentum · velocity + slope
//   new value = value − rate · (new velocity, or with Nesterov's rule slope + momentum · new velocity)
//
// An invocation computes one vec4. Lanes behind the last element stay 0 in what is kept from step to step.
//
// rate, scale: one f32 each.

// prelude
alias real = f32;
struct Params {
  vec4s: u32,
  count: u32,
  momentum: f32,
  nesterov: f32,
  decay: f32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> rate: array<f32>;
@group(0) @binding(2) var<storage, read> scale: array<f32>;
@group(0) @binding(3) var<storage, read> value: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> gradient: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> velocity: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read_write> new_value: array<vec4<f32>>;
@group(0) @binding(7) var<storage, read_write> new_velocity: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  if (i >= params.vec4s) {
    return;
  }
  let is_inside = vec4<u32>(i * 4u) + vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(params.count);
  let slope = fma(gradient[i], vec4<f32>(scale[0]), params.decay * value[i]);
  let moved = fma(velocity[i], vec4<f32>(params.momentum), slope);
  let ahead = fma(moved, vec4<f32>(params.momentum), slope);
  new_velocity[i] = select(vec4<f32>(), moved, is_inside);
  new_value[i] = fma(mix(moved, ahead, params.nesterov), vec4<f32>(-rate[0]), value[i]);
}
