// Two tensors of equal shape, element by element, over any layout: padding lanes are computed along.
//
// An invocation computes one vec4.

// prelude
alias real = f32;
const OPERATION: u32 = 0;
struct Params {
  vec4s: u32,
  low: f32,
  high: f32,
}
fn activate(x: vec4<f32>) -> vec4<f32> {
  let y = select(x, vec4<f32>(params.low), x < vec4<f32>(params.low));
  return select(y, vec4<f32>(params.high), y > vec4<f32>(params.high));
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<vec4<real>>;
@group(0) @binding(2) var<storage, read> b: array<vec4<real>>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<real>>;

const ADD: u32 = 0u;
const SUB: u32 = 1u;
const MUL: u32 = 2u;
const DIV: u32 = 3u;
const PRELU: u32 = 4u;

fn apply(a: vec4<f32>, b: vec4<f32>) -> vec4<f32> {
  switch (OPERATION) {
    case ADD: {
      return a + b;
    }
    case SUB: {
      return a - b;
    }
    case MUL: {
      return a * b;
    }
    case DIV: {
      return a / b;
    }
    case PRELU, default: {
      return select(a, a * b, a < vec4<f32>(0.0));
    }
  }
}

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
  output[i] = vec4<real>(activate(apply(vec4<f32>(a[i]), vec4<f32>(b[i]))));
}
