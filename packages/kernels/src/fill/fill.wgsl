// One value in every element of a dense tensor.
//
// An invocation writes one vec4 of words, in any dtype; the last one may reach into the tensor's
// padding to 16 bytes.

// prelude
alias real = f32;
struct Params {
  vec4s: u32,
  word: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> output: array<vec4<u32>>;

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
  output[i] = vec4<u32>(params.word);
}
