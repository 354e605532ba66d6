import { type Model, mainSize } from '@facegpu/nn';
import { part } from '../async/part.ts';
import { descriptionOf } from '../models/description.ts';
import type { Program } from './program.ts';

/** Finds faces that are small in a photo, too, where that is asked for: see `lookInTiles`. */
export function withTiles(program: Program, detector: Model): Program {
  return {
    ...program,
    async detect(photo, request, lane) {
      const look = (other: typeof request) => program.detect(photo, other, lane);
      if (!request.tiles) return look(request);
      const { lookInTiles } = await part(() => import('./tiles.ts'));
      const { input } = descriptionOf(detector, 'detector');
      return lookInTiles(photo, request, Math.max(...mainSize(input)), look);
    },
  };
}
