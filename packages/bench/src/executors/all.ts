import type { Device } from '@facegpu/kernels';
import { platform } from '#platform';
import type { Executor } from './executor.ts';
import { faceGpuExecutor } from './facegpu.ts';
import { onnxRuntimeExecutor } from './onnxruntime.ts';
import { tfjsWasmExecutor, tfjsWebgpuExecutor } from './tfjs.ts';

/** Ours, and everyone's who can run networks here. */
export async function allExecutors(device: Device): Promise<Executor[]> {
  return [
    faceGpuExecutor(device),
    await tfjsWebgpuExecutor(device),
    await tfjsWasmExecutor(),
    ...platform.onnxRuntimes.map(onnxRuntimeExecutor),
  ];
}
