import process from 'node:process';
import { FaceGpuError } from '../errors.ts';

export { waitForGpu } from './wait.node.ts';

/** What to do where there is no adapter. */
export const adapterRemedy =
  'Install a Vulkan driver (mesa-vulkan-drivers 23 or later on Linux gives a software one), then run "facegpu doctor".';

let gpu: Promise<GPU> | undefined;

/**
 * The `GPU` of this process, from the `webgpu` package (Dawn). It is made once and never let go:
 * collecting it while a device lives would crash the process. The environment variable FACEGPU_DAWN
 * gives Dawn options, separated by spaces: `enable-dawn-features=vulkan_enable_f16_on_nvidia`, say.
 *
 * @throws FaceGpuError `no-adapter` where the package is missing or doesn't load.
 */
export function getGpu(): Promise<GPU> {
  gpu ??= load();
  return gpu;
}

async function load(): Promise<GPU> {
  try {
    const dawn = (await import('webgpu')) as { create(options: string[]): GPU };
    return dawn.create(process.env.FACEGPU_DAWN?.split(' ') ?? []);
  } catch (cause) {
    throw new FaceGpuError(
      'no-adapter',
      `the package "webgpu" can't be loaded: ${cause instanceof Error ? cause.message : cause}`,
      'Install it beside FaceGPU (npm install webgpu). It needs Linux with glibc 2.34 or later, macOS or Windows, on x64 or arm64.',
      { cause },
    );
  }
}
