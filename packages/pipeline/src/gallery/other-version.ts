import { FaceGpuError } from '@facegpu/kernels';

/** Says that a gallery is laid out as another version of FaceGPU does it. */
export function otherVersion(where: string, isNewer: boolean): FaceGpuError {
  return new FaceGpuError(
    'bad-gallery',
    `${where} was written by ${isNewer ? 'a newer' : 'an older'} FaceGPU, in another layout`,
    isNewer
      ? 'Update @facegpu/pipeline.'
      : 'Export it with the FaceGPU that wrote it, and import that into a new gallery.',
  );
}
