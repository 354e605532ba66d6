// Gives pixels the brown of old photographs. An invocation takes one pixel: RGBA, from 0 to 255.
// prelude
// end prelude
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) {
    return;
  }
  let pixel = input[id.x];
  let grey = dot(pixel.rgb, vec3(0.299, 0.587, 0.114));
  let brown = grey * vec3(1.08, 0.86, 0.67);
  let colour = mix(pixel.rgb, brown, params.strength);
  output[id.x] = vec4(min(colour, vec3(255.0)), pixel.a);
}
