// Boxes and scores from the outputs of a detector whose boxes are relative to priors (anchors, default
// boxes, cells of a grid): SSD (Liu et al. 2016) and those after it.
//
// An invocation decodes one prior.
//
// encodings: [prior](four numbers), dense. CODING says what they are, each multiplied by its scale:
// offset of the centre and logarithm of the size, relative to the prior's; distances of the sides from
// the prior's centre (left, top, right, bottom), in units of its size; or the box itself. priors:
// [prior](left, top, right, bottom). Where ROWS_FIRST, y comes before x in both. scores: [prior][class];
// SCORING says whether they are logits of their own, logits that exclude each other, or probabilities.
// factors: [prior], multiplies the score where FACTOR. boxes: [prior](left, top, right, bottom).
// scores_out: [prior]. Coordinates are shares of the network's input. Both outputs are written from
// `first` on.

// prelude
alias real = f32;
const CODING: u32 = 0;
const SCORING: u32 = 0;
const FACTOR: u32 = 0;
const ROWS_FIRST: u32 = 0;
const CLIP: u32 = 0;
struct Params {
  priors: u32,
  first: u32,
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
@group(0) @binding(2) var<storage, read> scores: array<real>;
@group(0) @binding(3) var<storage, read> factors: array<real>;
@group(0) @binding(4) var<storage, read> priors: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> boxes: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read_write> scores_out: array<f32>;

const CODING_CENTRE: u32 = 0u;
const CODING_DISTANCES: u32 = 1u;
const SCORING_SIGMOID: u32 = 0u;
const SCORING_SOFTMAX: u32 = 1u;

// Of a magnitude alone, so that no exponential overflows.
fn sigmoid(x: f32) -> f32 {
  let e = exp(-abs(x));
  return keep_nan(vec4<f32>(select(e, 1.0, x >= 0.0) / (1.0 + e)), vec4<f32>(x)).x;
}

// y, or x where that is NaN: `exp`, `min` and `clamp` may drop it. It is told by its bits, since a
// compiler may take it that no float is NaN.
fn keep_nan(y: vec4<f32>, x: vec4<f32>) -> vec4<f32> {
  return select(y, x, (bitcast<vec4<u32>>(x) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));
}

// The share of a class among all: one over the sum of exponentials relative to its own, of which none
// overflows.
fn softmax(first: u32, own: f32) -> f32 {
  var sum = 0.0;
  for (var i = 0u; i < params.classes; i++) {
    let above = vec4<f32>(f32(scores[first + i]) - own);
    sum += keep_nan(exp(min(above, vec4<f32>(80.0))), above).x;
  }
  return 1.0 / sum;
}

fn decode(encoding: vec4<f32>, prior: vec4<f32>) -> vec4<f32> {
  let size = prior.zw - prior.xy;
  let centre = (prior.xy + prior.zw) / 2.0;
  let scale = vec4<f32>(params.scale_x, params.scale_y, params.scale_width, params.scale_height);
  let scaled = encoding / scale;
  if (CODING == CODING_CENTRE) {
    let middle = centre + scaled.xy * size;
    let half_size = size * keep_nan(exp(scaled.zwzw), scaled.zwzw).xy / 2.0;
    return vec4<f32>(middle - half_size, middle + half_size);
  }
  if (CODING == CODING_DISTANCES) {
    return vec4<f32>(centre - scaled.xy * size, centre + scaled.zw * size);
  }
  return scaled;
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  if (i >= params.priors) {
    return;
  }
  var encoding = vec4<f32>(encodings[i]);
  var prior = priors[i];
  if (ROWS_FIRST == 1u) {
    encoding = encoding.yxwz;
    prior = prior.yxwz;
  }
  var box = decode(encoding, prior);
  if (CLIP == 1u) {
    box = keep_nan(clamp(box, vec4<f32>(0.0), vec4<f32>(1.0)), box);
  }
  boxes[params.first + i] = box;

  let row = i * params.classes;
  var score = f32(scores[row + params.score_class]);
  if (SCORING == SCORING_SIGMOID) {
    score = sigmoid(score);
  } else if (SCORING == SCORING_SOFTMAX) {
    score = softmax(row, score);
  }
  if (FACTOR == 1u) {
    score *= f32(factors[i]);
  }
  scores_out[params.first + i] = score;
}
