// Fits a turned face to each set of landmarks: a camera that looks at a mean face from afar, what the face
// differs from that one by, and where a crop lies that shows it from the front.
//
// An invocation fits one set. The affine camera with the least weighted sum of squared errors is a sum of the
// landmarks, each times a vector that the mean face alone decides on. Of it the nearest camera is taken that
// turns, scales and moves but doesn't stretch: its polar factor, of two rows, by the square root of a 2×2 matrix.
//
// points: [batch, count, 2], x and y in pixels of the photo. shape: three vectors a point. Its place on the face
// about the weighted mean, and its share of all weights; what it adds to the camera's rows, and how much it is
// trusted, from 0 to 1; what it adds to cosine and sine of the crop's turn, and its share of the template.
//
// fits: count + 4 vectors a set. The camera's rows, each with where the face's mean lies in the photo; the
// direction from the viewer; the crop's map to the face, as (cosine, sine, x, y); of each point what it is moved
// by on the face, and how much it is trusted.

// prelude
alias real = f32;
struct Params {
  batch: u32,
  count: u32,
  template_x: f32,
  template_y: f32,
  flattest: f32,
  smallest: f32,
  farthest: f32,
}
fn live_batch(capacity: u32) -> u32 {
  return capacity;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read> shape: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> fits: array<vec4<f32>>;

@compute @workgroup_size(16)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let n = (group.y * groups.x + group.x) * 16u + local;
  if (n >= live_batch(params.batch)) {
    return;
  }
  let first = n * params.count;

  var middle = vec2<f32>(0.0);
  for (var i = 0u; i < params.count; i++) {
    middle += shape[3u * i].w * points[first + i];
  }
  var right = vec3<f32>(0.0);
  var down = vec3<f32>(0.0);
  for (var i = 0u; i < params.count; i++) {
    let point = points[first + i] - middle;
    right += point.x * shape[3u * i + 1u].xyz;
    down += point.y * shape[3u * i + 1u].xyz;
  }

  // The rows' products are those of a symmetric matrix S times itself; the rows are S times perpendicular ones.
  let a = dot(right, right);
  let b = dot(right, down);
  let c = dot(down, down);
  let determinant = a * c - b * b;
  var size = sqrt((a + c) * 0.5);
  if (size > params.smallest && determinant > params.flattest * (a + c) * (a + c)) {
    let root = sqrt(determinant);
    let trace = sqrt(a + c + 2.0 * root);
    let turned = ((c + root) * right - b * down) / (trace * root);
    down = ((a + root) * down - b * right) / (trace * root);
    right = turned;
    size = trace * 0.5;
  } else {
    // Landmarks on a line, or all in one place, say nothing of how the face is turned.
    right = vec3<f32>(1.0, 0.0, 0.0);
    down = vec3<f32>(0.0, 1.0, 0.0);
  }
  let inverse = select(0.0, 1.0 / size, size > params.smallest);

  let fit = n * (params.count + 4u);
  var turn = vec2<f32>(0.0);
  var mean = vec2<f32>(0.0);
  for (var i = 0u; i < params.count; i++) {
    let place = shape[3u * i].xyz;
    let error = points[first + i] - middle - size * vec2<f32>(dot(right, place), dot(down, place));
    // The smallest move of the point that takes it to the landmark.
    let whole = (error.x * right + error.y * down) * inverse;
    let moved = clamp(whole, vec3<f32>(-params.farthest), vec3<f32>(params.farthest));
    fits[fit + 4u + i] = vec4<f32>(moved, shape[3u * i + 1u].w);
    let seen = place.xy + moved.xy;
    let pattern = shape[3u * i + 2u];
    turn += vec2<f32>(dot(pattern.xy, seen), pattern.x * seen.y - pattern.y * seen.x);
    mean += pattern.z * seen;
  }
  let centre = vec2<f32>(params.template_x, params.template_y);
  let shift = mean - vec2<f32>(turn.x * centre.x - turn.y * centre.y, turn.y * centre.x + turn.x * centre.y);
  fits[fit] = vec4<f32>(size * right, middle.x);
  fits[fit + 1u] = vec4<f32>(size * down, middle.y);
  fits[fit + 2u] = vec4<f32>(cross(right, down), 0.0);
  fits[fit + 3u] = vec4<f32>(turn, shift);
}
