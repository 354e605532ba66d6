import { type Curve, plotCurve } from '../dataset/report/plots.ts';
import { fillPage } from '../dataset/report/render-report.ts';

/** What the numbers of a log are called above their curves. */
export type CurveTitles = Readonly<Record<string, string>>;

/**
 * A page with the curves of a training, which needs nothing besides itself.
 *
 * @param lines of the log: what was measured at a step
 * @param titles of the curves, by the names of their numbers, in the order that they are drawn in
 */
export async function drawCurves(
  lines: readonly Readonly<Record<string, number>>[],
  titles: CurveTitles,
): Promise<string> {
  const figures: string[] = [];
  for (const [key, title] of Object.entries(titles)) {
    const points = lines.flatMap(({ step, [key]: value }): [number, number][] => {
      return value === undefined ? [] : [[step, value]];
    });
    const last = points.at(-1);
    if (!last) continue;
    const caption = `${title}: ${Number(last[1].toPrecision(4))}`;
    const svg = await plotCurve({ title: caption, along: 'step', points: thinned(points) });
    figures.push(`<figure>${svg}</figure>`);
  }
  return fillPage('Training', `<h1>Training</h1><div class="plots">${figures.join('')}</div>`);
}

/** At most a few hundred points: means of as many neighbours as it takes. */
function thinned(points: Curve['points']): Curve['points'] {
  const size = Math.ceil(points.length / 400);
  const groups = Array.from({ length: Math.ceil(points.length / size) }, (_, i) => {
    return points.slice(i * size, (i + 1) * size);
  });
  return groups.map((group) => [
    group[group.length - 1][0],
    group.reduce((sum, [, value]) => sum + value, 0) / group.length,
  ]);
}
