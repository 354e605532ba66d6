import { plotAxis, plotFrame, plotSvg } from '@facegpu/pipeline/command-line';
import type { Mark, Spec } from 'vega';

export interface Histogram {
  readonly title: string;
  readonly values: readonly number[];
  /** A value to mark with a line, and what it is. */
  readonly mark?: { readonly value: number; readonly label: string } | undefined;
  /** Whole numbers, a bar each. */
  readonly whole?: boolean;
}

/** A curve: a number at some places along an axis. */
export interface Curve {
  readonly title: string;
  /** What the axis counts. */
  readonly along: string;
  readonly points: readonly (readonly [at: number, value: number])[];
}

/** A histogram as SVG, in the colours of the page that it stands in: `--accent`, `--line`, `--soft`. */
export function plotHistogram(histogram: Histogram): Promise<string> {
  return plotSvg(specification(histogram), histogram.title);
}

/** A curve as SVG, likewise. */
export function plotCurve({ title, along, points }: Curve): Promise<string> {
  const values = points.map(([at, value]) => ({ at, value }));
  const spec: Spec = {
    ...frame,
    title: { text: title, fontSize: 12, fontWeight: 'normal', color: 'var(--soft)' },
    data: [{ name: 'curve', values }],
    scales: [
      {
        name: 'x',
        type: 'linear',
        domain: { data: 'curve', field: 'at' },
        range: 'width',
        zero: false,
      },
      {
        name: 'y',
        type: 'linear',
        domain: { data: 'curve', field: 'value' },
        range: 'height',
        nice: true,
        zero: true,
      },
    ],
    axes: [
      { ...plotAxis, orient: 'bottom', scale: 'x', title: along, tickCount: 6, grid: false },
      verticalAxis,
    ],
    marks: [
      {
        type: 'line',
        from: { data: 'curve' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'at' },
            y: { scale: 'y', field: 'value' },
            stroke: { value: 'var(--accent)' },
            strokeWidth: { value: 1.5 },
          },
        },
      },
    ],
  };
  return plotSvg(spec, title);
}

const frame = { ...plotFrame, width: 340, height: 200 };

const verticalAxis = {
  ...plotAxis,
  orient: 'left',
  scale: 'y',
  tickCount: 4,
  grid: true,
  domain: false,
  ticks: false,
} as const;

function specification({ title, values, mark, whole = false }: Histogram): Spec {
  const edge = mark?.value ?? 'bins.start';
  const domain = `[min(bins.start, ${edge}), max(bins.stop, ${edge})]`;
  return {
    ...frame,
    data: [
      {
        name: 'bins',
        values: values.map((value) => ({ value })),
        transform: [
          { type: 'extent', field: 'value', signal: 'range' },
          {
            type: 'bin',
            field: 'value',
            extent: { signal: whole ? '[range[0], range[1] + 1]' : 'range' },
            maxbins: 24,
            ...(whole && { minstep: 1 }),
            signal: 'bins',
          },
          {
            type: 'aggregate',
            groupby: ['bin0', 'bin1'],
            fields: [null],
            ops: ['count'],
            as: ['count'],
          },
        ],
      },
    ],
    scales: [
      { name: 'x', type: 'linear', domain: { signal: domain }, range: 'width', zero: false },
      {
        name: 'y',
        type: 'linear',
        domain: { data: 'bins', field: 'count' },
        range: 'height',
        nice: true,
        zero: true,
      },
    ],
    axes: [
      { ...plotAxis, orient: 'bottom', scale: 'x', title, tickCount: 6, grid: false },
      verticalAxis,
    ],
    marks: [
      {
        type: 'rect',
        from: { data: 'bins' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'bin0', offset: 0.5 },
            x2: { scale: 'x', field: 'bin1', offset: -0.5 },
            y: { scale: 'y', field: 'count' },
            y2: { scale: 'y', value: 0 },
            fill: { value: 'var(--accent)' },
          },
        },
      },
      ...(mark ? markLine(mark) : []),
    ],
  };
}

/** A dashed line at a value, and what it is. */
function markLine({ value, label }: NonNullable<Histogram['mark']>): Mark[] {
  const x = { scale: 'x', value };
  return [
    {
      type: 'rule',
      encode: {
        enter: {
          x,
          y: { value: 0 },
          y2: { signal: 'height' },
          stroke: { value: 'var(--mark)' },
          strokeWidth: { value: 1.5 },
          strokeDash: { value: [5, 3] },
        },
      },
    },
    {
      type: 'text',
      encode: {
        enter: {
          x,
          y: { value: 8 },
          dx: { value: -5 },
          align: { value: 'right' },
          fontSize: { value: 11 },
          fill: { value: 'var(--mark)' },
          text: { value: label },
        },
      },
    },
  ];
}
