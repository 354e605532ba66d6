import type { Spec } from 'vega';
import type { RocPoint } from './metrics.ts';

/** The ROC curve as SVG; the false accept rate is on a logarithmic axis, where the few errors are. */
export async function plotRoc(points: readonly RocPoint[], title: string): Promise<string> {
  const { parse, View } = await import('vega');
  return new View(parse(specification(points, title)), { renderer: 'none' }).toSVG();
}

function specification(points: readonly RocPoint[], title: string): Spec {
  const least = Math.min(1, ...points.map(({ far }) => far).filter((far) => far > 0)) / 2;
  // Zero has no logarithm: the curve begins at the left edge.
  const values = points.map(({ far, tar }) => ({ far: Math.max(far, least), tar }));
  const axis = { grid: true, gridColor: '#dddddd', labelFontSize: 12, titleFontSize: 13 };
  return {
    width: 480,
    height: 360,
    padding: 16,
    background: 'white',
    title: { text: title, fontSize: 14, offset: 12 },
    data: [{ name: 'roc', values }],
    scales: [
      { name: 'x', type: 'log', domain: [least, 1], range: 'width', nice: false },
      { name: 'y', type: 'linear', domain: [0, 1], range: 'height' },
    ],
    axes: [
      { ...axis, orient: 'bottom', scale: 'x', title: 'false accept rate', format: '~g' },
      { ...axis, orient: 'left', scale: 'y', title: 'true accept rate' },
    ],
    marks: [
      {
        type: 'line',
        from: { data: 'roc' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'far' },
            y: { scale: 'y', field: 'tar' },
            interpolate: { value: 'step-after' },
            stroke: { value: '#1769aa' },
            strokeWidth: { value: 2 },
          },
        },
      },
    ],
  };
}
