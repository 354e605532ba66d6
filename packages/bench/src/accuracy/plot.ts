import type { Spec } from 'vega';
import type { AccuracyRow } from './measure.ts';

const colours = ['#1769aa', '#7fb2dd', '#d9730d'];
const line = 42;

/** Accuracy and its interval of everyone under each condition. As SVG on white, for pages of any colour. */
export async function plotAccuracy(rows: readonly AccuracyRow[]): Promise<string> {
  const { parse, View } = await import('vega');
  return new View(parse(specification(rows)), { renderer: 'none' }).toSVG();
}

function specification(rows: readonly AccuracyRow[]): Spec {
  const names = [...new Set(rows.map(({ recognizer }) => recognizer))];
  const values = rows.map(({ set, condition, recognizer, accuracy, interval }) => ({
    group: condition === 'upright' ? set : `${set}, ${condition}`,
    recognizer,
    accuracy,
    ...interval,
  }));
  const groups = [...new Set(values.map(({ group }) => group))];
  const y = { scale: 'y', field: 'group', offset: { scale: 'own', field: 'recognizer' } };
  return {
    width: 520,
    height: groups.length * line,
    padding: 16,
    background: 'white',
    title: {
      text: 'Pairs decided rightly at the default threshold, with 95 % intervals',
      fontSize: 14,
      offset: 12,
    },
    data: [{ name: 'rows', values }],
    scales: [
      { name: 'x', type: 'linear', domain: [0.4, 1], zero: false, range: 'width' },
      { name: 'y', type: 'band', domain: groups, range: 'height', padding: 0.2 },
      { name: 'own', type: 'point', domain: names, range: [4, line * 0.8 - 6] },
      { name: 'colour', type: 'ordinal', domain: names, range: colours },
    ],
    axes: [
      {
        orient: 'bottom',
        scale: 'x',
        format: '.2f',
        grid: true,
        gridColor: '#dddddd',
        labelFontSize: 12,
      },
      {
        orient: 'left',
        scale: 'y',
        labelFontSize: 12,
        labelLimit: 260,
        ticks: false,
        domain: false,
      },
    ],
    legends: [
      {
        fill: 'colour',
        orient: 'top',
        direction: 'horizontal',
        labelFontSize: 12,
        labelLimit: 300,
      },
    ],
    marks: [
      {
        type: 'rule',
        from: { data: 'rows' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'low' },
            x2: { scale: 'x', field: 'high' },
            y,
            stroke: { scale: 'colour', field: 'recognizer' },
            strokeWidth: { value: 2 },
          },
        },
      },
      {
        type: 'symbol',
        from: { data: 'rows' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'accuracy' },
            y,
            size: { value: 60 },
            fill: { scale: 'colour', field: 'recognizer' },
          },
        },
      },
    ],
  };
}
