import { useDevice } from '@facegpu/kernels/testing';
import { onnxOperators } from '@facegpu/nn/onnx';
import { describe, expect, it } from 'vitest';
import { cases } from './cases/index.ts';
import { checkCase } from './check.ts';

const nameOf = ({ domain, operator }: (typeof cases)[number]) => {
  return domain ? `${domain}.${operator}` : operator;
};

it('every operator has cases', () => {
  const covered = new Set(cases.map(nameOf));
  expect(Object.keys(onnxOperators).filter((name) => !covered.has(name))).toEqual([]);
});

describe('beside ONNX Runtime', () => {
  const lane = useDevice();

  it.for(Object.keys(onnxOperators))('%s', async (operator, { task }) => {
    const rows = cases.filter((kase) => nameOf(kase) === operator);
    for (const [i, kase] of rows.entries()) {
      for (const opset of kase.opsets ?? [17]) {
        try {
          await checkCase(lane.device(task.meta), kase, opset, i);
        } catch (error) {
          throw new Error(`row ${i}, opset ${opset}: ${JSON.stringify(kase)}`, { cause: error });
        }
      }
    }
  });
});
