// Brings the elements along some axes down to one each, such as their sum.
//
// An invocation goes through one line: all elements that become one of the output's. Neighbouring
// invocations take neighbouring lines.
//
// input: dense. output: dense, the axes that are kept. axes: those that are kept, then those that are
// reduced but for the innermost, outermost first each, with the input's strides in elements. The prelude
// says what begins a line (`start`), what an element counts as (`enter`), how two parts are joined
// (`join`), and what the whole comes to (`leave`).

// prelude
alias real = f32;
alias element = f32;
alias number = f32;
alias state = f32;
struct Axis {
  size: u32,
  stride: u32,
}
struct Params {
  lines: u32,
  kept: u32,
  rank: u32,
  count: u32,
  runs: u32,
  run_size: u32,
  run_stride: u32,
}
fn is_nan(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}
fn float_of(bits: u32) -> f32 {
  var variable = bits;
  return bitcast<f32>(variable);
}
fn log_of(x: f32) -> f32 {
  let y = select(log(x), x, x == float_of(0x7f800000u) || is_nan(x));
  return select(select(y, float_of(0xff800000u), x == 0.0), float_of(0x7fc00000u), x < 0.0);
}
fn part_of(x: f32) -> vec2<f32> {
  if (x == float_of(0xff800000u)) {
    return vec2<f32>(-3.4028234e38, 0.0);
  }
  if (x == float_of(0x7f800000u) || is_nan(x)) {
    return vec2<f32>(3.4028234e38, x);
  }
  return vec2<f32>(x, 1.0);
}
fn start() -> state {
  return number();
}
fn enter(x: number) -> state {
  return x;
}
fn join(a: state, b: state) -> state {
  return a + b;
}
fn leave(s: state) -> number {
  return s;
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> axes: array<Axis>;
@group(0) @binding(2) var<storage, read> input: array<element>;
@group(0) @binding(3) var<storage, read_write> output: array<element>;

// Where an index lies along the axes from `begin` up to `end`.
fn place(index: u32, begin: u32, end: u32) -> u32 {
  var rest = index;
  var sum = 0u;
  for (var k = end; k > begin; k--) {
    let axis = axes[k - 1u];
    sum += rest % axis.size * axis.stride;
    rest /= axis.size;
  }
  return sum;
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let line = (group.y * groups.x + group.x) * 64u + local;
  if (line >= params.lines) {
    return;
  }
  let first = place(line, 0u, params.kept);
  var total = start();
  for (var run = 0u; run < params.runs; run++) {
    var at = first + place(run, params.kept, params.rank);
    for (var k = 0u; k < params.run_size; k++) {
      total = join(total, enter(number(input[at])));
      at += params.run_stride;
    }
  }
  output[line] = element(leave(total));
}
