// A step of Adam, with decay of its own for the values (AdamW):
//   new mean = beta1 · mean + (1 − beta1) · slope,        slope = gradient · scale
//   new square = beta2 · square + (1 − beta2) · slope²
//   new value = value − rate · (new mean / c1 / (√(new square / c2) + epsilon) + decay · value)
//
// An invocation computes one vec4. Lanes behind the last element stay 0 in what is kept from step to step.
//
// rest1, rest2: 1 − beta1 and 1 − beta2, of which f32 would lose digits. rate: three f32, the rate, c1 and
// c2, which is what the averages have of 1, since they begin at 0. scale: one f32.

// prelude
alias real = f32;
struct Params {
  vec4s: u32,
  count: u32,
  beta1: f32,
  beta2: f32,
  rest1: f32,
  rest2: f32,
  epsilon: f32,
  decay: f32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> rate: array<f32>;
@group(0) @binding(2) var<storage, read> scale: array<f32>;
@group(0) @binding(3) var<storage, read> value: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> gradient: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> moments: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read_write> new_value: array<vec4<f32>>;
@group(0) @binding(7) var<storage, read_write> new_moments: array<vec4<f32>>;

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
  let slope = gradient[i] * scale[0];
  let mean = fma(moments[i], vec4<f32>(params.beta1), params.rest1 * slope);
  let square = fma(
    moments[params.vec4s + i],
    vec4<f32>(params.beta2),
    params.rest2 * slope * slope,
  );
  let step = mean / rate[1] / (sqrt(square / rate[2]) + params.epsilon);
  new_moments[i] = select(vec4<f32>(), mean, is_inside);
  new_moments[params.vec4s + i] = select(vec4<f32>(), square, is_inside);
  new_value[i] = fma(fma(value[i], vec4<f32>(params.decay), step), vec4<f32>(-rate[0]), value[i]);
}
