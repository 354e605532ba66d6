import { FaceGpuError } from '@facegpu/kernels';

/** A peer gets other numbers than ours, or finds other faces: one of the two is wrong here. */
export function disagreement(message: string): FaceGpuError {
  return new FaceGpuError(
    'gpu-error',
    message,
    'Run "npm test" on this adapter to see which one is wrong, and report it with the output of "facegpu doctor".',
  );
}

/** The file of an ONNX model isn't where it was. */
export function missingModel(name: string): FaceGpuError {
  return new FaceGpuError(
    'file-unreadable',
    `${name}.onnx is not there`,
    'It was when the benchmark began: leave its files alone while it runs.',
  );
}

/** A node that a peer has no operation for. */
export function unsupported(peer: string, what: string): FaceGpuError {
  return new FaceGpuError(
    'unsupported-op',
    `${peer} is not asked for ${what}`,
    'Say in packages/bench/src how the peer does it, or time a network without it.',
  );
}
