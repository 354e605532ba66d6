// A kernel of one's own: node sepia.mjs
import { readFile } from 'node:fs/promises';
import * as kernels from '@facegpu/kernels';

const source = await readFile(new URL('sepia.wgsl', import.meta.url), 'utf8');
const params = kernels.struct({ count: 'u32', strength: 'f32' });
const shader = kernels.defineShader({ name: 'sepia', source, params });

/**
 * Pixels in brown.
 *
 * @param {import('@facegpu/kernels').Device} device
 * @param {readonly number[]} pixels RGBA, from 0 to 255
 * @param {number} strength from 0, as they are, to 1, all brown
 */
export async function sepia(device, pixels, strength) {
  const count = pixels.length / 4;
  const input = kernels.constant('input', [count, 4], pixels);
  const output = new kernels.Tensor('output', input);
  const dispatch = kernels.dispatch(shader, {
    params: { count, strength },
    tensors: { input, output },
    workgroups: kernels.linearGrid(count, 64),
  });
  const [values] = await kernels.run(device, [dispatch], [output]);
  return values;
}

if (process.argv[1]?.endsWith('sepia.mjs')) {
  const device = await kernels.Device.acquire();
  console.log(await sepia(device, [255, 255, 255, 255, 0, 128, 255, 255], 1));
  device.dispose();
}
