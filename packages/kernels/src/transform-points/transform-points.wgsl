// Takes points from the coordinates of a crop to those of the photo it was cut from.
//
// An invocation takes one point. input: [crops, count, 2], in units of `unit` pixels of the crop.
// output: the same, in pixels of the photo.

// prelude
alias real = f32;
struct Crop {
  x_map: vec4<f32>,
  y_map: vec4<f32>,
  window: vec4<f32>,
  bounds: vec4<f32>,
}
struct Params {
  batch: u32,
  count: u32,
  unit: f32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec2<real>>;
@group(0) @binding(2) var<storage, read> crops: array<Crop>;
@group(0) @binding(3) var<storage, read_write> output: array<vec2<f32>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  let n = i / params.count;
  if (n >= live_batch(params.batch)) {
    return;
  }
  let point = vec3<f32>(vec2<f32>(input[i]) * params.unit, 1.0);
  output[i] = vec2<f32>(dot(crops[n].x_map.xyz, point), dot(crops[n].y_map.xyz, point));
}
