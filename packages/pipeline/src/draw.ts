/** `@facegpu/pipeline/draw`: faces drawn on canvases, and as SVG. */
export { type DrawingContext, drawFaces } from './draw/canvas.ts';
export type { DrawOptions } from './draw/style.ts';
export { facesToSvg, type SvgOptions } from './draw/svg.ts';
