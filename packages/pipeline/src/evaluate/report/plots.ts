import type { Data, Mark, Scale } from 'vega';
import { plotAxis, plotFrame, plotSvg } from './plot-svg.ts';

/** A line of a plot; `colour` is a variable of the page. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Drawn in steps, as a curve over counted pairs is. */
  readonly stepped?: boolean;
  readonly dashed?: boolean;
}

export interface LinePlot {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** A point of interest, such as where the threshold lies. */
  readonly mark?: { readonly x: number; readonly y: number; readonly label: string };
}

export interface Axis {
  readonly title: string;
  readonly domain: readonly [number, number];
  readonly log?: boolean;
  /** As d3-format has it. */
  readonly format?: string;
}

/** Lines as SVG, in the colours of the page that it stands in. */
export function plotLines({ title, x, y, series, mark }: LinePlot): Promise<string> {
  const data: Data[] = series.map(({ points }, i) => {
    return { name: `series${i}`, values: points.map(([x, y]) => ({ x, y })) };
  });
  const marks: Mark[] = series.map(({ colour, stepped, dashed }, i) => ({
    type: 'line',
    clip: true,
    from: { data: `series${i}` },
    encode: {
      enter: {
        x: { scale: 'x', field: 'x' },
        y: { scale: 'y', field: 'y' },
        interpolate: { value: stepped ? 'step-after' : 'linear' },
        stroke: { value: `var(${colour})` },
        strokeWidth: { value: dashed ? 1.2 : 2 },
        strokeDash: { value: dashed ? [4, 3] : [] },
      },
    },
  }));
  if (mark) marks.push(...pointOf(mark));
  const scales = [scaleOf('x', 'width', x), scaleOf('y', 'height', y)];
  const axes = [axisOf('bottom', 'x', x), axisOf('left', 'y', y)];
  return plotSvg({ ...frame, data, scales, axes, marks }, title);
}

export interface DistancePlot {
  readonly title: string;
  /** Distances of one person's pairs and of two people's: each kind is drawn as shares of itself. */
  readonly mated: readonly number[];
  readonly nonMated: readonly number[];
  readonly threshold: number;
}

const bins = 40;

/** Two histograms of distances over one another, as SVG. */
export function plotDistances(options: DistancePlot): Promise<string> {
  const { title, mated, nonMated, threshold } = options;
  // As arguments of one call, the distances of many pairs would be too many.
  let highest = threshold;
  for (const own of [mated, nonMated]) for (const value of own) highest = Math.max(highest, value);
  highest ||= 1;
  const width = highest / bins;
  const kinds = [
    { values: nonMated, name: 'two people', colour: '--other' },
    { values: mated, name: 'one person', colour: '--accent' },
  ];
  const counted = kinds.map(({ values }) => {
    const counts = Array.from({ length: bins }, () => 0);
    for (const value of values) counts[Math.min(bins - 1, Math.floor(value / width))]++;
    return counts.map((count, i) => ({
      from: i * width,
      to: (i + 1) * width,
      share: count / (values.length || 1),
    }));
  });
  const most = Math.max(...counted.flat().map(({ share }) => share));
  const data: Data[] = counted.map((values, i) => ({ name: `kind${i}`, values }));
  const marks: Mark[] = kinds.map(({ colour }, i) => ({
    type: 'rect',
    from: { data: `kind${i}` },
    encode: {
      enter: {
        x: { scale: 'x', field: 'from', offset: 0.5 },
        x2: { scale: 'x', field: 'to', offset: -0.5 },
        y: { scale: 'y', field: 'share' },
        y2: { scale: 'y', value: 0 },
        fill: { value: `var(${colour})` },
        fillOpacity: { value: 0.6 },
      },
    },
  }));
  marks.push({
    type: 'rule',
    encode: {
      enter: {
        x: { scale: 'x', value: threshold },
        y: { value: 0 },
        y2: { signal: 'height' },
        stroke: { value: 'var(--ink)' },
        strokeWidth: { value: 1.2 },
        strokeDash: { value: [5, 3] },
      },
    },
  });
  const x: Axis = { title: 'distance (the dashed line is the threshold)', domain: [0, highest] };
  const y: Axis = { title: 'share of the pairs', domain: [0, most * 1.05 || 1], format: '%' };
  const scales = [scaleOf('x', 'width', x), scaleOf('y', 'height', y)];
  const axes = [axisOf('bottom', 'x', x), axisOf('left', 'y', y)];
  return plotSvg({ ...frame, data, scales, axes, marks }, title);
}

const frame = { ...plotFrame, width: 460, height: 280 };

function scaleOf(name: string, range: 'width' | 'height', { domain, log }: Axis): Scale {
  return {
    name,
    type: log ? 'log' : 'linear',
    domain: [...domain],
    range,
    zero: false,
    nice: false,
  };
}

function axisOf(orient: 'bottom' | 'left', scale: string, { title, format, log }: Axis) {
  return {
    ...plotAxis,
    orient,
    scale,
    title,
    ...(format !== undefined && { format }),
    ...(log && { values: powers }),
    tickCount: 6,
    grid: true,
  } as const;
}

/** Where a logarithmic axis has its ticks. */
const powers = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];

function pointOf({ x, y, label }: NonNullable<LinePlot['mark']>): Mark[] {
  const place = { x: { scale: 'x', value: x }, y: { scale: 'y', value: y } };
  return [
    {
      type: 'symbol',
      encode: { enter: { ...place, size: { value: 70 }, fill: { value: 'var(--mark)' } } },
    },
    {
      type: 'text',
      encode: {
        enter: {
          ...place,
          dx: { value: 9 },
          dy: { value: 14 },
          fontSize: { value: 11 },
          fill: { value: 'var(--mark)' },
          text: { value: label },
        },
      },
    },
  ];
}
