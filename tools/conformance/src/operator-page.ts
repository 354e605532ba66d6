import { type OnnxOperator, onnxOperators, opsets } from '@facegpu/nn/onnx';

/** The page that lists every operator of ONNX that is there, with what it lacks. */
export function operatorPage(): string {
  const names = Object.keys(onnxOperators).sort((a, b) => a.localeCompare(b, 'en'));
  const rows = names.map((name) => `| ${name} | ${restrictions(onnxOperators[name])} |`);
  return [
    '# Operators of ONNX',
    '',
    `The ${names.length} operators that \`facegpu convert\` knows, in the versions ${opsets.first} to ${opsets.last} of ONNX's own set.`,
    'Older models are read as far as their operators say the same as later ones.',
    'This page is written from the code: `npx vitest run tools/conformance/src/operator-page -u`.',
    '',
    'Numbers are f32 (f16 where the model is compiled so), i32 or u32, whatever their width in ONNX; truth',
    'values are u32 of 0 or 1. Tensors have up to 6 axes.',
    '',
    '| operator | restrictions |',
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** What of an operator isn't there, and which values its attributes may have. */
function restrictions({ attributes, lacks }: OnnxOperator): string {
  const only = Object.entries(attributes).flatMap(([name, attribute]) => {
    return attribute.only === undefined ? [] : [`${name}: ${attribute.only}`];
  });
  return [...(lacks ? [`not: ${lacks}`] : []), ...only].join('; ');
}
