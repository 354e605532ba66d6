import { type Case, given, input, weight, whole } from '../case.ts';

const image = input([2, 5, 7, 3], { low: -40, high: 40 });
const scales = (count: number) => weight([count], { low: 0.1, high: 0.5 });

export const quantizationCases: readonly Case[] = [
  {
    operator: 'QuantizeLinear',
    opsets: [10, 13, 19],
    inputs: [image, given([], [0.25]), given([], [128], 'uint8')],
    outputs: ['uint8'],
  },
  { operator: 'QuantizeLinear', inputs: [image, given([], [0.5])], outputs: ['uint8'] },
  {
    operator: 'QuantizeLinear',
    attributes: { axis: -3 },
    inputs: [image, scales(5), weight([5], { type: 'int8', low: -20, high: 20 })],
    outputs: ['int8'],
  },
  {
    operator: 'QuantizeLinear',
    inputs: [input([]), given([], [0.01]), given([], [-3], 'int8')],
    outputs: ['int8'],
  },
  {
    operator: 'DequantizeLinear',
    opsets: [10, 13, 19],
    inputs: [whole([2, 5, 7], 'int8'), given([], [0.25]), given([], [-3], 'int8')],
  },
  {
    operator: 'DequantizeLinear',
    attributes: { axis: 0 },
    inputs: [whole([5, 7], 'uint8'), scales(5), weight([5], { type: 'uint8', low: 0, high: 200 })],
  },
  { operator: 'DequantizeLinear', inputs: [whole([3, 5], 'int32'), scales(5)] },
  {
    operator: 'DequantizeLinear',
    opsets: [21],
    attributes: { axis: 0, block_size: 3 },
    inputs: [
      whole([5, 7], 'uint8'),
      weight([2, 7], { low: 0.1, high: 0.5 }),
      weight([2, 7], { type: 'uint8', low: 0, high: 200 }),
    ],
  },
  {
    operator: 'QuantizeLinear',
    opsets: [21],
    attributes: { axis: 1, block_size: 2 },
    inputs: [
      input([3, 6], { low: -40, high: 40 }),
      weight([3, 3], { low: 0.1, high: 0.5 }),
      weight([3, 3], { type: 'int8', low: -20, high: 20 }),
    ],
    outputs: ['int8'],
  },
  {
    operator: 'DequantizeLinear',
    attributes: { axis: 0 },
    inputs: [
      weight([5, 7, 3], { type: 'int8', low: -128, high: 127 }),
      scales(5),
      weight([5], { type: 'int8', low: -20, high: 20 }),
    ],
  },
  {
    operator: 'DequantizeLinear',
    inputs: [
      weight([5, 7], { type: 'uint8', low: 0, high: 255 }),
      given([], [0.125]),
      given([], [99], 'uint8'),
    ],
  },
  {
    operator: 'DequantizeLinear',
    inputs: [weight([65], { type: 'int32', low: -9999, high: 9999 }), given([], [0.5])],
  },
];
