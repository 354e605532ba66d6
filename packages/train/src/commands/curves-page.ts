/** A curve of a training: a number at some steps. */
interface Curve {
  readonly title: string;
  readonly points: readonly (readonly [step: number, value: number])[];
}

const titles: Readonly<Record<string, string>> = {
  loss: 'Loss',
  active: 'Share of triplets that push',
  within: 'Mean distance within people',
  between: 'Mean distance between people',
  accuracy: 'Accuracy on other people',
  auc: 'Area under the curve on other people',
};

const [width, height, left, bottom] = [460, 200, 46, 24];

/**
 * A page with the curves of a training, which needs nothing besides itself.
 *
 * @param lines of the log: what was measured at a step
 */
export function drawCurves(lines: readonly Readonly<Record<string, number>>[]): string {
  const curves = Object.entries(titles).map(([key, title]): Curve => {
    const points = lines.flatMap(({ step, [key]: value }): [number, number][] => {
      return value === undefined ? [] : [[step, value]];
    });
    return { title, points: thinned(points) };
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Training</title>
<style>
:root { color-scheme: light dark; font: 15px system-ui, sans-serif }
body { margin: 2rem; display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)) }
figure { margin: 0 } figcaption { font-weight: 600; margin-bottom: .3rem }
svg { width: 100%; height: auto } text { font-size: 11px; fill: currentColor }
polyline { fill: none; stroke: light-dark(#0b62c4, #6db3ff); stroke-width: 1.5 }
line { stroke: currentColor; opacity: .25 }
</style>
${curves.map(draw).join('\n')}
</html>
`;
}

function draw({ title, points }: Curve): string {
  if (points.length === 0) return '';
  const steps = points.map(([step]) => step);
  const values = points.map(([, value]) => value).filter(Number.isFinite);
  const [first, last] = [Math.min(...steps), Math.max(...steps)];
  const [low, high] = [Math.min(0, ...values), Math.max(...values, 1e-6)];
  const x = (step: number) => left + ((width - left) * (step - first)) / Math.max(1, last - first);
  const y = (value: number) => (height - bottom) * (1 - (value - low) / (high - low)) + 6;
  const path = points.map(([step, value]) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`);
  const marks = [low, (low + high) / 2, high].map(
    (value) =>
      `<line x1="${left}" x2="${width}" y1="${y(value)}" y2="${y(value)}"/>` +
      `<text x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${Number(value.toPrecision(3))}</text>`,
  );
  const [end] = points.slice(-1).map(([, value]) => Number(value.toPrecision(4)));
  return `<figure><figcaption>${title}: ${end}</figcaption>
<svg viewBox="0 0 ${width} ${height + 8}" role="img" aria-label="${title}">${marks.join('')}
<text x="${left}" y="${height + 4}">step ${first}</text><text x="${width}" y="${height + 4}" text-anchor="end">${last}</text>
<polyline points="${path.join(' ')}"/></svg></figure>`;
}

/** At most a few hundred points: means of as many neighbours as it takes. */
function thinned(
  points: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] {
  const size = Math.ceil(points.length / 400);
  const groups = Array.from({ length: Math.ceil(points.length / size) || 0 }, (_, i) => {
    return points.slice(i * size, (i + 1) * size);
  });
  return groups.map((group) => [
    group[group.length - 1][0],
    group.reduce((sum, [, value]) => sum + value, 0) / group.length,
  ]);
}
