import {
  constant,
  conv2d,
  type Device,
  FaceGpuError,
  noPadding,
  run,
  Tensor,
} from '@facegpu/kernels';

const channels = 64;
const outputs = 16;

const verdicts = new WeakMap<Device, Promise<boolean>>();

/**
 * Makes sure that a device computes in f16, and computes right: some drivers offer the feature and
 * return wrong numbers. A small convolution with a known result tells, once for each device.
 *
 * @throws FaceGpuError `unsupported-feature`
 */
export async function requireF16(device: Device): Promise<void> {
  const { name } = device.info;
  if (!device.has('shader-f16')) throw unsupported(`${name} has no f16`);
  let verdict = verdicts.get(device);
  if (!verdict) {
    verdict = computesRight(device);
    verdicts.set(device, verdict);
  }
  if (!(await verdict)) throw unsupported(`${name} offers f16, but computes wrong numbers with it`);
}

function unsupported(what: string): FaceGpuError {
  return new FaceGpuError('unsupported-feature', what, 'Use precision f32.');
}

/** Small whole numbers: neither f16 nor the order of a sum can round them. */
const pixel = Float32Array.from({ length: channels }, (_, i) => (i % 7) - 3);
const weights = Float32Array.from({ length: channels * outputs }, (_, i) => (i % 5) - 2);

async function computesRight(device: Device): Promise<boolean> {
  const spec = { shape: [1, 1, 1, outputs], dtype: 'f16', layout: 'nhwc4' } as const;
  const output = new Tensor('golden output', spec);
  const dispatches = conv2d(device, {
    input: constant('golden input', [1, 1, 1, channels], pixel, { dtype: 'f16', layout: 'nhwc4' }),
    weight: { tensor: constant('golden weight', [1, 1, channels, outputs], weights) },
    output,
    strides: [1, 1],
    dilations: [1, 1],
    padding: noPadding,
    groups: 1,
  });
  const [values] = await run(device, dispatches, [output]);
  return values.every((value, channel) => value === golden(channel));
}

function golden(channel: number): number {
  return pixel.reduce((sum, value, i) => sum + value * weights[i * outputs + channel], 0);
}
