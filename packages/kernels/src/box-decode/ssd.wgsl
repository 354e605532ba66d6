// Boxes and scores from the outputs of a single-shot detector (Liu et al. 2016), as the box coder of
// the TensorFlow object detection API has them: centre and size relative to an anchor (a prior, a
// default box).
//
// An invocation decodes one anchor.
//
// encodings: [anchor](ty, tx, th, tw), each multiplied by its scale. anchors: [anchor](top, left,
// bottom, right). logits: [anchor][class]. boxes: [anchor](left, top, right, bottom). scores:
// [anchor]. Coordinates are shares of the network's input.

// prelude
alias real = f32;
const CLIP: u32 = 0;
struct Params {
  anchors: u32,
  classes: u32,
  score_class: u32,
  scale_y: f32,
  scale_x: f32,
  scale_height: f32,
  scale_width: f32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> encodings: array<vec4<real>>;
@group(0) @binding(2) var<storage, read> logits: array<real>;
@group(0) @binding(3) var<storage, read> anchors: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> boxes: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> scores: array<f32>;

// Of a magnitude alone, so that no exponential overflows.
fn sigmoid(x: f32) -> f32 {
  let e = exp(-abs(x));
  return keep_nan(vec4<f32>(select(e, 1.0, x >= 0.0) / (1.0 + e)), vec4<f32>(x)).x;
}

// y, or x where that is NaN: `exp` and `clamp` may drop it. It is told by its bits, since a compiler
// may take it that no float is NaN.
fn keep_nan(y: vec4<f32>, x: vec4<f32>) -> vec4<f32> {
  return select(y, x, (bitcast<vec4<u32>>(x) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  if (i >= params.anchors) {
    return;
  }
  let anchor = anchors[i].yxwz;
  let anchor_size = anchor.zw - anchor.xy;
  let anchor_centre = (anchor.xy + anchor.zw) / 2.0;
  let encoding = vec4<f32>(encodings[i]).yxwz;
  let offset = encoding.xy / vec2<f32>(params.scale_x, params.scale_y);
  let growth = encoding.zw / vec2<f32>(params.scale_width, params.scale_height);
  let centre = anchor_centre + offset * anchor_size;
  let half_size = anchor_size * keep_nan(exp(growth.xyxy), growth.xyxy).xy / 2.0;
  var box = vec4<f32>(centre - half_size, centre + half_size);
  if (CLIP == 1u) {
    box = keep_nan(clamp(box, vec4<f32>(0.0), vec4<f32>(1.0)), box);
  }
  boxes[i] = box;
  scores[i] = sigmoid(f32(logits[i * params.classes + params.score_class]));
}
