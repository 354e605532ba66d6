import { FaceGpuError } from '@facegpu/kernels';

/** An error for a file that isn't what it should be. */
export function badOnnx(message: string): FaceGpuError {
  return new FaceGpuError(
    'bad-model',
    message,
    'The file is damaged, or was written wrongly: export the model again.',
  );
}

/** An error for what ONNX has and the runtime has not. */
export function unsupported(message: string, fix: string): FaceGpuError {
  return new FaceGpuError('unsupported-op', message, fix);
}
