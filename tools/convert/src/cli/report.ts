import type { Conversion, Port } from '../conversion.ts';
import type { Difference } from '../verify/verify.ts';

/** What was made of one network, as a table for people. */
export function report(conversion: Conversion, differences: readonly Difference[]): string {
  const { model, layers, parameters, file, inputs, outputs } = conversion;
  const { name, task } = model.metadata;
  const rows = [
    ['layers', list([...layers].map(([operator, count]) => `${operator} ${count}`))],
    ['parameters', grouped(parameters)],
    ['stored', `${grouped(file.byteLength)} bytes`],
    ['input', ports(inputs)],
    ['outputs', ports(outputs)],
  ];
  if (differences.length > 0) {
    const found = differences.map(({ batch, output, relative }) => {
      return `${output} ${relative.toExponential(1)} (batch ${batch})`;
    });
    rows.push(['difference', list(found)]);
  }
  const lines = rows.map(([label, value]) => `  ${label?.padEnd(12)}${value}`);
  return [`${name} (${task})`, ...lines, ''].join('\n');
}

/** The last line: how much there is of it all. */
export function reportTotal(conversions: readonly Conversion[], folder: string): string {
  const bytes = conversions.reduce((sum, { file }) => sum + file.byteLength, 0);
  const models = conversions.length === 1 ? 'model' : 'models';
  return `${conversions.length} ${models}, ${grouped(bytes)} bytes, in ${folder}\n`;
}

function ports(values: readonly Port[]): string {
  return list(values.map(({ name, shape }) => `${name} [${shape.join(', ')}]`));
}

function list(items: readonly string[]): string {
  return items.join(', ');
}

function grouped(value: number): string {
  return value.toLocaleString('en-GB');
}
