import { FaceGpuError } from '@facegpu/kernels';
import { isPixels } from '../photo/photo.ts';
import { hold, type NodePhotoInput } from './node.ts';
import type { Workers } from './platform.ts';

export const workers: Workers = {
  open() {
    throw new FaceGpuError(
      'bad-argument',
      'in Node, a pipeline can’t be made in a worker from outside',
      'Leave the option worker out; to free this thread, create the pipeline in a worker thread.',
    );
  },

  async toPortable(input) {
    return { photo: isPixels(input) ? input : hold(input as NodePhotoInput), transfer: [] };
  },
};
