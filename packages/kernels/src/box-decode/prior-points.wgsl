// Keypoints from the outputs of a detector whose points are relative to priors: offsets from a prior's
// centre, in units of its size.
//
// An invocation decodes one point.
//
// encodings: [prior][point](x, y), each multiplied by its scale. priors: [prior](left, top, right,
// bottom) as shares of the network's input. points: [prior][point](x, y), the same shares, from the
// prior `first` on.

// prelude
alias real = f32;
struct Params {
  priors: u32,
  first: u32,
  points: u32,
  scale_x: f32,
  scale_y: f32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> encodings: array<vec2<real>>;
@group(0) @binding(2) var<storage, read> priors: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> points: array<vec2<f32>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  if (i >= params.priors * params.points) {
    return;
  }
  let prior = priors[i / params.points];
  let size = prior.zw - prior.xy;
  let centre = (prior.xy + prior.zw) / 2.0;
  let offset = vec2<f32>(encodings[i]) / vec2<f32>(params.scale_x, params.scale_y);
  points[params.first * params.points + i] = centre + offset * size;
}
