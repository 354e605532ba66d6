import { GraphBuilder, type Network, toConstant } from '@facegpu/nn';
import type { Kernel } from './kernel.ts';
import { layerKernel, modelLayers, networkLayers } from './layers.ts';
import { matmulKernel } from './matmul.ts';
import { noise } from './noise.ts';
import { tableKernels } from './table-kernels.ts';

/** The three networks on the way from a photo to a name. */
const models = ['ssd-mobilenet-v1', 'landmarks-68', 'face-recognition-128'];

/** A few that stand for the rest: wide, deep, and what most of the time goes to. */
const quickNames = [
  'gemm, 1024×1024×1024',
  'conv 3×3, stride 2, 512×512×3 → 32',
  'depthwise 3×3, 32×32×512',
  'conv 1×1, 32×32×512 → 512',
  'conv 1×1, 16×16×1024 → 1024',
  'conv 3×3, 35×35×32 → 32',
  'conv 3×3, 8×8×128 → 128',
];

/**
 * A product of matrices, every shape of the networks, what their passes fold away, and kernels in shapes
 * of their tables of cases.
 */
export async function kernelShapes(): Promise<Kernel[]> {
  const layers = [...(await modelLayers(models)), ...networkLayers(foldedAway())];
  return [matmulKernel(1024), ...layers.map(layerKernel), ...tableKernels()];
}

export function isQuick({ name }: Kernel): boolean {
  return quickNames.includes(name);
}

/** Batch-norm and resizing: networks of today's have none left once they are compiled. */
function foldedAway(): Network {
  const graph = new GraphBuilder();
  const constants = new Map();
  const outputs = [
    [64, 64, 256],
    [112, 112, 32],
  ].map(([height, width, channels], i) => {
    const input = graph.input(`normal ${i}`, ['batch', height, width, channels]);
    const statistics = ['scale', 'offset', 'mean', 'variance'].map((statistic) => {
      const values = noise(channels).map((value) => value + 2);
      constants.set(`${statistic} ${i}`, toConstant([channels], values));
      return `${statistic} ${i}`;
    });
    return graph.node(`batch norm ${i}`, 'batchNorm', [input, ...statistics]);
  });
  const sizes = [
    { from: [64, 64, 64], size: [128, 128] },
    { from: [256, 256, 32], size: [112, 112] },
  ] as const;
  const resized = sizes.map(({ from, size }, i) => {
    const input = graph.input(`image ${i}`, ['batch', ...from]);
    return graph.node(`resize ${i}`, 'resize', [input], {
      size,
      interpolation: 'bilinear',
      coordinates: 'half-pixel',
    });
  });
  return { graph: graph.build(...outputs, ...resized), constants };
}
