import path from 'node:path';
import { FaceGpuError, formatShape } from '@facegpu/kernels';
import {
  allOperators,
  countNames,
  type Dimensions,
  Model,
  type ModelDescription,
  type Network,
  type NetworkSummary,
  storeNetwork,
  summarize,
} from '@facegpu/nn';
import { trialsOf } from '@facegpu/nn/onnx';
import { exists, readBytes, writeBytes } from './files.ts';
import { importFile, isOnnx, type Shapes } from './load-network.ts';
import { grouped, printJson, printRows } from './output.ts';
import { loadOnnxRuntime, type OutputDifference, verifyOnnx } from './verify-onnx.ts';

export interface ConvertOptions {
  readonly shape?: Shapes;
  readonly describe?: string;
  readonly weights?: 'f32' | 'f16';
  readonly verify?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `facegpu convert`: an ONNX model becomes a model file. */
export async function convertOnnx(
  file: string,
  out: string,
  options: ConvertOptions,
): Promise<void> {
  const { shape = {}, describe, weights = 'f32', verify, force, json } = options;
  if (!isOnnx(file)) {
    throw new FaceGpuError(
      'bad-argument',
      `${file} is no .onnx file`,
      'Give an ONNX model; facegpu-convert takes weights of TensorFlow.js.',
    );
  }
  if (!force && (await exists(out))) {
    throw new FaceGpuError(
      'bad-argument',
      `${out} exists already`,
      'Give --force to replace it, or another name.',
    );
  }
  const runtime = verify ? loadOnnxRuntime() : undefined;
  const description = describe ? await readDescription(describe) : {};
  const { network, operators } = await importFile(file, shape);
  const { tensors, ...stored } = storeNetwork(network, { weights });
  const bytes = Model.serialize(
    {
      name: path.basename(out, path.extname(out)),
      task: '',
      description: '',
      licence: 'unknown',
      origin: path.basename(file),
      settings: {},
      ...description,
      ...stored,
    },
    tensors,
  );
  // What the description says is checked where a model is read.
  const model = await Model.parse(bytes, out);
  const [dimensions] = trialsOf(network.graph.inputs);
  const summary = summarize(network, allOperators, dimensions);
  const differences = runtime
    ? await verifyOnnx(runtime, { file, model, dimensions, halved: weights === 'f16' })
    : [];
  await writeBytes(out, bytes);
  const report = { file, out, bytes: bytes.byteLength, network, operators, summary, dimensions };
  if (json) printJson(jsonOf({ ...report, differences }));
  else printReport({ ...report, differences });
}

/** What a description may say: all but the graph and its weights. */
const described: readonly (keyof ModelDescription)[] = [
  'name',
  'task',
  'description',
  'licence',
  'origin',
  'input',
  'settings',
];

/** @throws FaceGpuError `file-unreadable`, `bad-argument` */
async function readDescription(file: string): Promise<Partial<ModelDescription>> {
  const wrong = (what: string) =>
    new FaceGpuError(
      'bad-argument',
      `${file} is no description of a model: ${what}`,
      'The page docs/convert.md shows how one is written.',
    );
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(await readBytes(file)));
  } catch (error) {
    if (error instanceof FaceGpuError) throw error;
    throw wrong('it is not JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw wrong('it is no table');
  }
  const stranger = Object.keys(parsed).find((key) => !described.some((name) => name === key));
  if (stranger !== undefined) throw wrong(`"${stranger}" is no field of it`);
  return parsed;
}

interface Report {
  readonly file: string;
  readonly out: string;
  readonly bytes: number;
  readonly network: Network;
  /** Of the ONNX model, one for each node. */
  readonly operators: readonly string[];
  readonly summary: NetworkSummary;
  /** What named sizes were taken for in the summary. */
  readonly dimensions: Dimensions;
  readonly differences: readonly OutputDifference[];
}

function jsonOf({ network, operators, summary, ...rest }: Report) {
  const { graph } = network;
  return {
    ...rest,
    inputs: graph.inputs,
    outputs: graph.outputs,
    before: { nodes: operators.length, operators: Object.fromEntries(countNames(operators)) },
    after: { nodes: graph.nodes.length, operators: Object.fromEntries(summary.operators) },
    parameters: summary.parameters,
    weightBytes: summary.weightBytes,
    multiplyAdds: summary.multiplyAdds,
    activationBytes: summary.activationBytes,
  };
}

function printReport(report: Report): void {
  const { file, out, bytes, network, operators, summary, dimensions, differences } = report;
  const { graph } = network;
  const sizes = Object.entries(dimensions).map(([name, size]) => `${name} ${size}`);
  const outputs = [...summary.outputs].map(([name, shape]) => `${name} ${formatShape(shape)}`);
  printRows(`${file} → ${out}`, [
    ['inputs', graph.inputs.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join(', ')],
    ['outputs', outputs.join(', ')],
    ...(sizes.length > 0 ? [['counted for', sizes.join(', ')] as const] : []),
    ['before', listed(operators.length, countNames(operators))],
    ['after', listed(graph.nodes.length, summary.operators)],
    ['parameters', grouped(summary.parameters)],
    ['multiply–adds', grouped(summary.multiplyAdds)],
    [
      'memory',
      `${megabytes(summary.weightBytes)} of weights, ${megabytes(summary.activationBytes)} of values at once`,
    ],
    ['file', `${grouped(bytes)} bytes`],
    ...differences.map(({ output, relative }) => {
      return [
        'verified',
        `${output} differs by ${relative.toExponential(1)} of its largest value`,
      ] as const;
    }),
  ]);
}

function listed(count: number, operators: ReadonlyMap<string, number>): string {
  return `${count} nodes: ${[...operators].map(([name, each]) => `${name} ${each}`).join(', ')}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
