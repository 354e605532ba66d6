import { describe, expect, it } from 'vitest';
import { globe, joined, type Mesh, moved, type Point } from './mesh.ts';
import { type Colour, render, type Scene } from './render.ts';

const side = 33;
const ball = globe(24, 32, ([x, y, z]) => [x / 2, y / 2, z / 2]);
const scene: Scene = {
  side,
  light: [0, 0, 1],
  ambient: 0,
  gloss: 0,
  stone: () => [1, 1, 1],
  background: () => [0, 0, 0],
  place: (point) => point,
};

/** The green of a pixel of a picture, whose x and y are from -1 to 1. */
function seen(mesh: Mesh, changes: Partial<Scene>, [x, y]: readonly [number, number]): number {
  const column = Math.round(((x + 1) / 2) * (side - 1));
  const row = Math.round(((1 - y) / 2) * (side - 1));
  return render(mesh, { ...scene, ...changes })[(row * side + column) * 3 + 1];
}

describe('render', () => {
  it('shows a ball that is brightest where the light comes from', () => {
    expect(seen(ball, {}, [0, 0])).toBeGreaterThan(250);
    const light: Point = [-1, 1, 1];
    const [lit, dark] = (
      [
        [-0.25, 0.25],
        [0.25, -0.25],
      ] as const
    ).map((place) => seen(ball, { light }, place));
    expect(lit).toBeGreaterThan(dark + 60);
    expect(seen(ball, { background: () => [0, 1, 0] }, [0.9, 0.9])).toBe(255);
  });

  it('adds a highlight where it is glossy, and light from everywhere', () => {
    const stone = (): Colour => [0.1, 0.1, 0.1];
    expect(seen(ball, { stone, gloss: 0.5 }, [0, 0])).toBeGreaterThan(
      seen(ball, { stone }, [0, 0]) + 60,
    );
    const light: Point = [0, 0, -1];
    expect(seen(ball, { light }, [0, 0])).toBe(0);
    expect(seen(ball, { light, ambient: 0.5 }, [0, 0])).toBeGreaterThan(100);
  });

  it.each([false, true])('hides what is behind, in whatever order (%s)', (turned) => {
    const further = moved(ball, ([x, y, z]) => [x, y, z - 2]);
    const both = turned ? joined(ball, further) : joined(further, ball);
    // What is nearer is dark.
    const stone = ([, , z]: Point): Colour => (z > -1 ? [0, 0, 0] : [1, 1, 1]);
    expect(seen(both, { stone }, [0, 0])).toBe(0);
  });
});
