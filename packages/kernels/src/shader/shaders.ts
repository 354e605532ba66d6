import { activationShader } from '../activation/activation.ts';
import { depthwiseShader } from '../conv2d/depthwise.ts';
import { groupedShader } from '../conv2d/grouped.ts';
import { directShader, subgroupShader } from '../conv2d/tiled.ts';
import type { Shader } from './shader.ts';
import type { Fields } from './struct.ts';

/** Every shader of this package, for tools that look at all of them. */
export const shaders: readonly Shader<Fields>[] = [
  activationShader,
  depthwiseShader,
  directShader,
  groupedShader,
  subgroupShader,
] as readonly unknown[] as Shader<Fields>[];
