import { activationShader } from '../activation/activation.ts';
import { boxCropShader } from '../box-crop/box-crop.ts';
import { depthwiseShader } from '../conv2d/depthwise.ts';
import { groupedShader } from '../conv2d/grouped.ts';
import { directShader, subgroupShader } from '../conv2d/tiled.ts';
import { distanceShader } from '../distance/distance.ts';
import { similarityShader } from '../similarity/similarity.ts';
import { transformPointsShader } from '../transform-points/transform-points.ts';
import { warpShader } from '../warp/warp.ts';
import type { Shader } from './shader.ts';
import type { Fields } from './struct.ts';

/** Every shader of this package, for tools that look at all of them. */
export const shaders: readonly Shader<Fields>[] = [
  activationShader,
  depthwiseShader,
  directShader,
  distanceShader,
  groupedShader,
  subgroupShader,
  boxCropShader,
  similarityShader,
  transformPointsShader,
  warpShader,
] as readonly unknown[] as Shader<Fields>[];
