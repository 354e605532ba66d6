import type { Box, PartialFace } from '@facegpu/pipeline';
import { drawFaces } from '@facegpu/pipeline/draw';
import { scaleFaces } from '@facegpu/pipeline/faces';
import type { ZoomTransform } from 'd3-zoom';
import { make } from './dom.ts';

/** A face that is drawn, in pixels of the picture. */
export interface DrawnFace {
  readonly face: Pick<PartialFace, 'box' | 'score' | 'landmarks'>;
  readonly isNamed: boolean;
}

const colours = { named: '#3ecfa3', unknown: '#ffffff', points: '#ffffff' };

/**
 * Boxes and points over the picture, drawn by `drawFaces` in pixels of the screen: lines are as sharp and as
 * thick at any zoom.
 */
export class FacesCanvas {
  readonly element = make('canvas', { className: 'drawing', ariaHidden: 'true' });
  readonly #context = this.element.getContext('2d');

  /** @param size that of the stage, in pixels of the page */
  draw(
    drawn: readonly DrawnFace[],
    { k, x, y }: ZoomTransform,
    size: { readonly width: number; readonly height: number },
    { points }: { readonly points: boolean },
  ): void {
    const context = this.#context;
    if (!context) return;
    const ratio = devicePixelRatio;
    this.element.width = Math.round(size.width * ratio);
    this.element.height = Math.round(size.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, x * ratio, y * ratio);
    const one = { width: 1, height: 1 };
    for (const { face, isNamed } of drawn) {
      const shown = scaleFaces([face], one, { width: k, height: k });
      if (points) {
        const unit = radiusOfPoints(shown[0].box);
        drawFaces(context, shown, { boxes: false, unit, colours: [colours.points] });
      }
      const colour = isNamed ? colours.named : colours.unknown;
      drawFaces(context, shown, { points: false, unit: 1, colours: [colour] });
    }
  }
}

/** As large as leaves 68 of them apart. */
function radiusOfPoints({ width }: Box): number {
  return Math.min(1.5, Math.max(0.4, width / 84));
}
