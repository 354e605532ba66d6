import { elementCount } from '@facegpu/kernels';
import { flag, float, ignored } from '../attributes.ts';
import { defineOnnxOperator, type OnnxContext } from '../operator.ts';
import type { OnnxValue } from '../value.ts';
import { elementwise } from './elementwise.ts';

/** Weights are `[inputs, outputs]`, or the other way round where they are to be transposed. */
const gemm = defineOnnxOperator({
  attributes: {
    alpha: float(1),
    beta: float(1),
    transA: flag(false),
    transB: flag(false),
    broadcast: ignored,
  },
  inputs: [2, 3],
  lower: (context) => {
    const { alpha, beta, transA, transB } = context.attributes;
    const [a, b, c] = [context.input(0), context.input(1), context.optional(2)];
    const input = context.ordered(a, transA ? [1, 0] : [0, 1]);
    const weight = context.ordered(b, transB ? [1, 0] : [0, 1]);
    const columns = b.shape[transB ? 0 : 1];
    const isBias =
      c && alpha === 1 && beta === 1 && c.shape.at(-1) === columns && isRow(c) && context.known(c);
    if (isBias) {
      const bias = context.constant([columns ?? 0], isBias);
      return context.node('gemm', [input, weight, bias.name]);
    }
    const product = scaled(context, context.node('gemm', [input, weight]), alpha);
    return c ? elementwise(context, 'add', [product, scaled(context, c, beta)]) : product;
  },
});

function isRow({ shape }: OnnxValue): boolean {
  return shape.slice(0, -1).every((size) => size === 1);
}

function scaled(context: OnnxContext, value: OnnxValue, factor: number): OnnxValue {
  return factor === 1
    ? value
    : elementwise(context, 'mul', [value, context.constant([], [factor])]);
}

/** A product with one matrix of weights is a fully connected layer, of as many rows as there are. */
const matMul = defineOnnxOperator({
  attributes: {},
  inputs: [2, 2],
  lower: (context) => {
    const [a, b] = [context.input(0), context.input(1)];
    const names = [context.dense(a), context.dense(b)];
    const sizes = a.shape.filter((size) => size !== undefined);
    const isLayer = b.order.length === 2 && a.order.length > 1 && sizes.length === a.order.length;
    if (!isLayer) return context.node('matmul', names);
    if (a.order.length === 2) return context.node('gemm', names);
    const rows = elementCount(sizes.slice(0, -1));
    const flat = context.node('reshape', [names[0]], { shape: [rows, sizes[sizes.length - 1]] });
    const product = context.node('gemm', [flat.name, names[1]]);
    const shape = [...sizes.slice(0, -1), context.shape(b)[1]];
    return context.node('reshape', [product.name], { shape });
  },
});

export const linear = { Gemm: gemm, MatMul: matMul };
