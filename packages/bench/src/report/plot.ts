import type { Mark, Spec } from 'vega';
import { milliseconds, times } from './format.ts';
import { isLimit } from './rates.ts';
import { ours, peersOf, type Result } from './result.ts';

/** Ours stands out; what runs on the processor is paler than what runs where ours does. */
const colours: Readonly<Record<string, string>> = {
  [ours]: '#1769aa',
  'tfjs-webgpu': '#d9730d',
  'tfjs-wasm': '#f2bb80',
  'ort-webgpu': '#2e8b57',
  'ort-cpu': '#a3d3b5',
  'ort-wasm': '#a3d3b5',
};
const moreColours = ['#8e5ea2', '#c2a5cf', '#7f7f7f', '#bdbdbd'];

const bar = 14;
const gap = 12;

interface Bar {
  readonly contender: string;
  readonly time: number;
  readonly label: string;
  readonly y: number;
}

/**
 * Works as groups of horizontal bars, one for each contender, on a logarithmic axis. As SVG on white,
 * which can be read on pages of any colour.
 */
export async function plotTimes(results: readonly Result[], title: string): Promise<string> {
  const { parse, View } = await import('vega');
  return new View(parse(specification(results, title)), { renderer: 'none' }).toSVG();
}

function specification(all: readonly Result[], title: string): Spec {
  const results = all.filter((result) => !isLimit(result));
  const contenders = [ours, ...peersOf(results)];
  const { bars, names, height } = layOut(results, contenders);
  const values = bars.map(({ time }) => time);
  return {
    width: 520,
    height,
    padding: 16,
    background: 'white',
    title: { text: title, fontSize: 14, offset: 12 },
    data: [
      { name: 'bars', values: bars },
      { name: 'names', values: names },
    ],
    scales: [
      {
        name: 'x',
        type: 'log',
        domain: [Math.min(...values) / 2, Math.max(...values)],
        range: 'width',
        nice: false,
      },
      { name: 'colour', type: 'ordinal', domain: contenders, range: coloursOf(contenders) },
    ],
    axes: [
      {
        orient: 'bottom',
        scale: 'x',
        title: 'milliseconds, logarithmic: shorter is faster',
        format: '~g',
        tickCount: 6,
        grid: true,
        gridColor: '#dddddd',
        labelFontSize: 12,
        labelOverlap: true,
        titleFontSize: 13,
      },
    ],
    legends: [
      {
        fill: 'colour',
        orient: 'top',
        direction: 'horizontal',
        symbolType: 'square',
        labelFontSize: 12,
      },
    ],
    marks: [barMarks, labelMarks, nameMarks],
  };
}

const barMarks: Mark = {
  type: 'rect',
  from: { data: 'bars' },
  encode: {
    enter: {
      x: { value: 0 },
      x2: { scale: 'x', field: 'time' },
      y: { field: 'y' },
      height: { value: bar - 2 },
      fill: { scale: 'colour', field: 'contender' },
    },
  },
};

const labelMarks: Mark = {
  type: 'text',
  from: { data: 'bars' },
  encode: {
    enter: {
      x: { scale: 'x', field: 'time', offset: 4 },
      y: { field: 'y', offset: bar / 2 - 1 },
      text: { field: 'label' },
      baseline: { value: 'middle' },
      fontSize: { value: 10 },
    },
  },
};

const nameMarks: Mark = {
  type: 'text',
  from: { data: 'names' },
  encode: {
    enter: {
      x: { value: -8 },
      y: { field: 'y' },
      text: { field: 'name' },
      align: { value: 'right' },
      baseline: { value: 'middle' },
      fontSize: { value: 12 },
    },
  },
};

function layOut(results: readonly Result[], contenders: readonly string[]) {
  const bars: Bar[] = [];
  const names: { name: string; y: number }[] = [];
  let y = gap / 2;
  for (const { name, ours_ms, peers } of results) {
    const start = y;
    for (const contender of contenders) {
      const time = contender === ours ? ours_ms : peers[contender];
      if (time === undefined) continue;
      const ratio = contender === ours ? '' : `, ${times(time / ours_ms)}`;
      bars.push({ contender, time, label: `${milliseconds(time)}${ratio}`, y });
      y += bar;
    }
    names.push({ name, y: (start + y) / 2 - 1 });
    y += gap;
  }
  return { bars, names, height: y - gap / 2 };
}

function coloursOf(contenders: readonly string[]): string[] {
  let next = 0;
  return contenders.map((name) => colours[name] ?? moreColours[next++ % moreColours.length]);
}
