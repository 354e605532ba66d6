import type { Device } from '@facegpu/kernels';
import { allOperators, compile } from '@facegpu/nn';
import type { Executor, Tensors } from './executor.ts';

/** This project's runtime. */
export function faceGpuExecutor(device: Device): Executor {
  return {
    name: 'facegpu',
    async load(network, dimensions) {
      const plan = await compile(network, device, { operators: allOperators, dimensions });
      return {
        run: (inputs) => plan.run(inputs) as Promise<Tensors>,
        dispose: () => plan.dispose(),
      };
    },
    dispose() {},
  };
}
