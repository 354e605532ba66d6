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
  return toSvg(specification(histogram), histogram.title);
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
      { ...axis, orient: 'bottom', scale: 'x', title: along, tickCount: 6, grid: false },
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
  return toSvg(spec, title);
}

async function toSvg(spec: Spec, title: string): Promise<string> {
  const { parse, View } = await import('vega');
  const svg = await new View(parse(spec), { renderer: 'none' }).toSVG();
  // So that a screen reader says what it is, and a narrow page shrinks it.
  return svg
    .replace('<svg ', `<svg role="img" aria-label="${escapeHtml(title)}" `)
    .replace(/ width="\d+" height="\d+"/, '');
}

/** Text as HTML has it. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

const frame = {
  width: 340,
  height: 200,
  autosize: { type: 'fit', contains: 'padding' },
  padding: 6,
  background: 'transparent',
} as const;

const axis = {
  labelFontSize: 11,
  titleFontSize: 12,
  titleFontWeight: 'normal',
  labelColor: 'var(--soft)',
  titleColor: 'var(--soft)',
  domainColor: 'var(--line)',
  tickColor: 'var(--line)',
  gridColor: 'var(--line)',
} as const;

const verticalAxis = {
  ...axis,
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
      { ...axis, orient: 'bottom', scale: 'x', title, tickCount: 6, grid: false },
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
