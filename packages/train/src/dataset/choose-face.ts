import type { Box } from '@facegpu/pipeline';

interface Boxed {
  readonly box: Box;
}

/**
 * How much a face is what a photo is about: its area, of which what lies towards a corner counts less, down
 * to nothing in the corner itself.
 */
export function prominence(
  { box }: Boxed,
  photo: { readonly width: number; readonly height: number },
): number {
  const { x, y, width, height } = box;
  const away = Math.hypot(x + width / 2 - photo.width / 2, y + height / 2 - photo.height / 2);
  const corner = Math.hypot(photo.width, photo.height) / 2;
  return width * height * Math.max(0, 1 - away / corner);
}

/** The face that a photo is about, and the others, the most prominent first. */
export function chooseFace<F extends Boxed>(
  faces: readonly F[],
  photo: { readonly width: number; readonly height: number },
): { face: F | undefined; others: F[] } {
  const [face, ...others] = [...faces].sort((a, b) => prominence(b, photo) - prominence(a, photo));
  return { face, others };
}
