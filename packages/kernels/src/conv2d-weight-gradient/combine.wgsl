// Adds up the parts of a convolution's weight gradient, in their order.
//
// An invocation computes the gradient of one weight.
//
// sums: [part][tap][stored input][stored output]. output: dense [tap][input][output].

// prelude
alias real = f32;
struct Params {
  count: u32,
  inputs: u32,
  stored_inputs: u32,
  outputs: u32,
  stored_outputs: u32,
  parts: u32,
  part_size: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> sums: array<f32>;
@group(0) @binding(2) var<storage, read_write> output: array<f32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.y * groups.x + group.x) * 64u + local;
  if (index >= params.count) {
    return;
  }
  let row = index / params.outputs;
  let stored_row = row / params.inputs * params.stored_inputs + row % params.inputs;
  let at = stored_row * params.stored_outputs + index % params.outputs;
  var sum = 0.0;
  for (var part = 0u; part < params.parts; part++) {
    sum += sums[part * params.part_size + at];
  }
  output[index] = sum;
}
