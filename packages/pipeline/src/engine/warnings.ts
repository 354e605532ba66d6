import type { AdapterInfo } from '@facegpu/kernels';

let warned = false;

/** Says once in the life of a process that no graphics processor is at work. */
export function warnOfSoftware({ software, name }: AdapterInfo): void {
  if (!software || warned) return;
  warned = true;
  console.warn(
    `FaceGPU computes on a software adapter (${name}): no graphics processor was found, so it is slow.`,
  );
}
