/**
 * WGSL that says which pixels of an axis a sample is made of, by the parameters `taps`, `padding` and `align`:
 * `position_of`, a coordinate from -1 to 1 in pixels; `near`, the same near the image, as beyond the window's reach all
 * pixels are the edge's, and a mirrored position lies inside; and `pixel_at`, the pixel at a whole coordinate, or the
 * size of the axis where that holds nothing.
 */
export const samplingSource = `fn position_of(x: f32, size: u32) -> f32 {
  var position = ((x + 1.0) * f32(size) - 1.0) / 2.0;
  if (params.align == 1u) {
    position = (x + 1.0) / 2.0 * (f32(size) - 1.0);
  }
  return select(position, round(position), params.taps == 1u);
}
fn reflect(x: f32, size: u32) -> f32 {
  let low = select(-0.5, 0.0, params.align == 1u);
  let span = select(f32(size), f32(size) - 1.0, params.align == 1u);
  if (span <= 0.0) {
    return 0.0;
  }
  let distance = abs(x - low);
  let turns = floor(distance / span);
  let rest = distance - turns * span;
  let is_back = fract(turns / 2.0) > 0.25;
  return low + select(rest, span - rest, is_back);
}
fn near(x: f32, size: u32) -> f32 {
  if (params.padding == 0u) {
    return x;
  }
  if (params.padding == 1u) {
    return clamp(x, -f32(params.taps), f32(size + params.taps));
  }
  return reflect(x, size);
}
fn pixel_at(x: f32, size: u32) -> u32 {
  let last = f32(size) - 1.0;
  if (params.padding == 0u && !(x >= 0.0 && x <= last)) {
    return size;
  }
  let moved = select(x, reflect(x, size), params.padding == 2u);
  return u32(clamp(round(moved), 0.0, last));
}`;

/** How many pixels of an axis a sample is made of. */
export const taps = { nearest: 1, bilinear: 2, bicubic: 4 } as const;

/** What the parameter `padding` says. */
export const paddings = { zeros: 0, border: 1, reflection: 2 } as const;
