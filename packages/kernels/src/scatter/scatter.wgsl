// Writes rows of updates to the rows of a tensor that indices name, or combines them with what is there.
//
// An invocation has one element of one row of updates. Where COMBINES is 0 it writes that element, and
// no two rows of updates may go to the same place. Otherwise it looks whether an earlier row goes there: the
// first one that does combines its own element with those of all later ones, in their order, so that
// none is lost and sums come out the same each time.
//
// targets: [count], rows of the output; one beyond its end goes nowhere. updates: [count][row], or one
// element for all where is_single is 1. output: [rows][row], of 4, 2 or 1 bytes an element: several
// invocations write into a word of smaller ones, each to its own bits.

// prelude
alias real = f32;
const COMBINES: u32 = 0;
struct Params {
  count: u32,
  rows: u32,
  row: u32,
  lanes: u32,
  is_single: u32,
  reduction: u32,
  element: u32,
}
// end prelude

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> targets: array<u32>;
@group(0) @binding(2) var<storage, read> updates: array<u32>;
@group(0) @binding(3) var<storage, read_write> output: array<atomic<u32>>;

// Reductions.
const ADD: u32 = 1u;
const MUL: u32 = 2u;
const MIN: u32 = 3u;
const MAX: u32 = 4u;

// What the bits of an element mean; unsigned numbers below are taken as they are.
const F32: u32 = 0u;
const F16: u32 = 1u;
const I32: u32 = 2u;

fn is_nan(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}

fn combine_real(a: f32, b: f32) -> f32 {
  switch (params.reduction) {
    case ADD: {
      return a + b;
    }
    case MUL: {
      return a * b;
    }
    // Told by its bits: comparisons drop NaN.
    case MIN: {
      return select(select(min(a, b), b, is_nan(b)), a, is_nan(a));
    }
    default: {
      return select(select(max(a, b), b, is_nan(b)), a, is_nan(a));
    }
  }
}

fn combine_signed(a: i32, b: i32) -> i32 {
  switch (params.reduction) {
    case ADD: {
      return a + b;
    }
    case MUL: {
      return a * b;
    }
    case MIN: {
      return min(a, b);
    }
    default: {
      return max(a, b);
    }
  }
}

fn combine_unsigned(a: u32, b: u32) -> u32 {
  switch (params.reduction) {
    case ADD: {
      return a + b;
    }
    case MUL: {
      return a * b;
    }
    case MIN: {
      return min(a, b);
    }
    default: {
      return max(a, b);
    }
  }
}

// Two elements as bits.
fn combine(a: u32, b: u32) -> u32 {
  switch (params.element) {
    case F32: {
      return bitcast<u32>(combine_real(bitcast<f32>(a), bitcast<f32>(b)));
    }
    case F16: {
      let result = combine_real(unpack2x16float(a).x, unpack2x16float(b).x);
      return pack2x16float(vec2<f32>(result, 0.0));
    }
    case I32: {
      return bitcast<u32>(combine_signed(bitcast<i32>(a), bitcast<i32>(b)));
    }
    default: {
      return combine_unsigned(a, b);
    }
  }
}

fn element_of(word: u32, index: u32) -> u32 {
  let bits = 32u / params.lanes;
  return (word >> (index % params.lanes * bits)) & (0xffffffffu >> (32u - bits));
}

fn update(row: u32, column: u32) -> u32 {
  let i = select(row * params.row + column, 0u, params.is_single == 1u);
  return element_of(updates[i / params.lanes], i);
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * 64u + local;
  let own = i / params.row;
  let column = i - own * params.row;
  if (own >= params.count) {
    return;
  }
  let row = targets[own];
  if (row >= params.rows) {
    return;
  }
  let place = row * params.row + column;
  var value = update(own, column);
  if (COMBINES == 1u) {
    for (var other = 0u; other < own; other++) {
      if (targets[other] == row) {
        return;
      }
    }
    value = combine(element_of(atomicLoad(&output[place / params.lanes]), place), value);
    for (var other = own + 1u; other < params.count; other++) {
      if (targets[other] == row) {
        value = combine(value, update(other, column));
      }
    }
  }
  if (params.lanes == 1u) {
    atomicStore(&output[place], value);
    return;
  }
  let bits = 32u / params.lanes;
  let shift = place % params.lanes * bits;
  atomicAnd(&output[place / params.lanes], ~((0xffffffffu >> (32u - bits)) << shift));
  atomicOr(&output[place / params.lanes], value << shift);
}
