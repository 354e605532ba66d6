/** WGSL functions that operations share: stable forms, and those that WGSL's own compute too roughly. */

/** e^x - 1 without the cancellation near 0, where a series (to x^5) takes over. */
export const expm1 = `fn expm1(x: vec4<f32>) -> vec4<f32> {
  let near = x * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x * (1.0 / 24.0 + x / 120.0))));
  return select(exp(x) - 1.0, near, abs(x) < vec4<f32>(0.1));
}`;

/** e^x, infinity and 0 beyond what f32 can hold, which not every adapter comes to by itself. */
export const safeExp = `fn safe_exp(x: vec4<f32>) -> vec4<f32> {
  let y = select(exp(x), float_of(0x7f800000u), x > vec4<f32>(88.722839));
  return select(y, vec4<f32>(0.0), x < vec4<f32>(-104.0));
}`;

/**
 * The complement of the error function for x from 0, as e^(-x²) times a polynomial in 1 / (1 + p·x):
 * Abramowitz and Stegun 1964, 7.1.26, to 1.5e-7.
 */
export const erfc = `fn erfc(x: vec4<f32>) -> vec4<f32> {
  let bounded = min(x, vec4<f32>(10.0));
  let t = 1.0 / (1.0 + 0.3275911 * bounded);
  let p = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return p * exp(-bounded * bounded);
}`;

/**
 * Sine of x plus so many quarter turns: WGSL's own promises 5e-4 only. x is brought to within an eighth
 * of a turn in three steps (Cody and Waite 1980), then polynomials fitted to that range take over. From
 * about 1e5 on, an f32 itself no longer tells where in its turn x is.
 */
export const sine = `fn sine(x: vec4<f32>, quarters: f32) -> vec4<f32> {
  let turns = round(x * 0.6366197723675814);
  let r = ((x - turns * 1.5703125) - turns * 0.0004837512969970703) - turns * 7.54979e-8;
  let z = r * r;
  let s = r * (1.0 + z * (-0.166666653 + z * (0.00833278132 - z * 0.000195911832)));
  let c = 1.0 - 0.5 * z + z * z * (0.0416667307 + z * (-0.00138965155 + z * 2.58529128e-5));
  let turned = turns + quarters;
  let quadrant = turned - 4.0 * floor(turned * 0.25);
  let is_odd = (quadrant == vec4<f32>(1.0)) | (quadrant == vec4<f32>(3.0));
  let y = select(s, c, is_odd);
  let signed = select(y, -y, quadrant >= vec4<f32>(2.0));
  return select(float_of(0x7fc00000u), signed, abs(x) < float_of(0x7f800000u));
}`;

/** Arcsine of x from 0 to 1/2 by a fitted polynomial, and of larger ones by halves of their angle. */
export const arcsine = `fn near_asin(x: vec4<f32>) -> vec4<f32> {
  let z = x * x;
  return x + x * z * (0.166666731 + z * (0.0749876207 + z * (0.045020151 + z * (0.0264337034 + z * 0.0383277019))));
}
fn acos_above_half(x: vec4<f32>) -> vec4<f32> {
  return 2.0 * near_asin(sqrt(max(0.5 - 0.5 * x, vec4<f32>(0.0))));
}
fn unless_beyond_one(x: vec4<f32>, y: vec4<f32>) -> vec4<f32> {
  return select(y, float_of(0x7fc00000u), abs(x) > vec4<f32>(1.0));
}`;
