import path from 'node:path';
import { Device, FaceGpuError } from '@facegpu/kernels';
import {
  allOperators,
  bindShape,
  compile,
  type Dimensions,
  type Graph,
  type Network,
  type Plan,
} from '@facegpu/nn';
import { type NpyArray, type NpyType, readNpy, writeNpy } from '../npy/npy.ts';
import { readBytes, writeBytes } from './files.ts';
import { loadNetwork } from './load-network.ts';
import { printJson, printText } from './output.ts';
import { type NodeTimes, profileNodes } from './profile-nodes.ts';

export interface RunOptions {
  /** Files by the names of inputs. */
  readonly input?: Readonly<Record<string, string>>;
  readonly out: string;
  readonly precision: 'f32' | 'f16';
  readonly json?: boolean;
  readonly profile?: boolean;
}

interface WrittenOutput {
  readonly name: string;
  readonly file: string;
  readonly shape: readonly number[];
  readonly dtype: NpyType;
}

/** Inputs with so many values at most may be shapes, axes and limits, which nodes need before the run. */
const mostTaken = 1024;

/** `facegpu run`: a model on arrays of numpy. */
export async function runModel(file: string, options: RunOptions): Promise<void> {
  const { input = {}, out, precision, json, profile } = options;
  const arrays = new Map<string, NpyArray>();
  for (const [name, each] of Object.entries(input)) {
    arrays.set(name, readNpy(await readBytes(each), each));
  }
  const shapes = Object.fromEntries([...arrays].map(([name, { shape }]) => [name, shape]));
  const small = [...arrays].filter(([, { values }]) => values.length <= mostTaken);
  const early = Object.fromEntries(small.map(([name, { values }]) => [name, values]));
  const { network, taken } = await loadNetwork(file, shapes, early);
  // What was needed before the run isn't written in it.
  for (const name of taken) arrays.delete(name);
  const dimensions = dimensionsOf(network, arrays, file);
  const device = await Device.acquire();
  try {
    const plan = await compile(network, device, { operators: allOperators, dimensions, precision });
    const given = [...arrays].map(([name, { values }]) => [name, values]);
    const start = performance.now();
    const results = await plan.run(Object.fromEntries(given));
    const milliseconds = performance.now() - start;
    const outputs = await writeOutputs(network.graph, plan, results, out);
    const times = profile ? await profileNodes(device, plan) : undefined;
    const report = { model: file, adapter: device.info.name, milliseconds, outputs };
    if (json) printJson({ ...report, ...(times && { profile: times }) });
    else printReport(report, times);
    plan.dispose();
  } finally {
    device.dispose();
  }
}

/**
 * The sizes of the axes that the graph names, as the arrays have them.
 *
 * @throws FaceGpuError `bad-argument` where an input is missing, or of another shape
 */
function dimensionsOf(
  { graph }: Network,
  arrays: ReadonlyMap<string, NpyArray>,
  file: string,
): Dimensions {
  const ports = graph.inputs.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join(', ');
  const wrong = (what: string) =>
    new FaceGpuError('bad-argument', what, `${file} has the inputs: ${ports || 'none'}.`);
  const stranger = [...arrays.keys()].find((name) => {
    return !graph.inputs.some((input) => input.name === name);
  });
  if (stranger !== undefined) throw wrong(`${file} has no input "${stranger}"`);
  const dimensions = new Map<string, number>();
  for (const { name, shape } of graph.inputs) {
    const array = arrays.get(name);
    if (!array) throw wrong(`the input "${name}" is missing: --input ${name}=FILE.npy`);
    if (!bindShape(shape, array.shape, dimensions)) {
      throw wrong(`the input "${name}" is [${array.shape.join(', ')}]`);
    }
  }
  return Object.fromEntries(dimensions);
}

async function writeOutputs(
  graph: Graph,
  plan: Plan,
  results: Readonly<Record<string, Float32Array>>,
  out: string,
): Promise<readonly WrittenOutput[]> {
  const taken = new Set<string>();
  const written: WrittenOutput[] = [];
  for (const [name, tensor] of plan.outputs) {
    const dtype = npyType(tensor.dtype);
    const file = path.join(out, `${fileName(name, taken)}.npy`);
    const all = { shape: tensor.shape, values: results[name] };
    const array = isSuppression(graph, name) ? withoutFilling(all) : all;
    await writeBytes(file, writeNpy(array, dtype));
    written.push({ name, file, shape: array.shape, dtype });
  }
  return written;
}

function isSuppression({ nodes }: Graph, output: string): boolean {
  return nodes.some(({ operator, outputs: [table] }) => {
    return operator === 'nonMaxSuppression' && table === output;
  });
}

/** The boxes that a suppression left, without the rows of -1 that its table is filled up with. */
function withoutFilling({ shape: [, columns], values }: NpyArray): NpyArray {
  const list = Array.from(values);
  const rows = list.filter((_, i) => i % columns === 0).findIndex((image) => image < 0);
  const kept = rows < 0 ? list : list.slice(0, rows * columns);
  return { shape: [kept.length / columns, columns], values: kept };
}

function npyType(dtype: string): NpyType {
  if (dtype === 'i32' || dtype === 'u32' || dtype === 'bool') return dtype;
  return dtype === 'u8' ? 'u32' : 'f32';
}

/** An output's name as that of a file, which nobody else has. */
function fileName(name: string, taken: Set<string>): string {
  const plain = name.replace(/[/\\:*?"<>|]/g, '_').replace(/^\.+/, '_') || 'output';
  let free = plain;
  for (let i = 2; taken.has(free); i++) free = `${plain}-${i}`;
  taken.add(free);
  return free;
}

interface RunReport {
  readonly model: string;
  readonly adapter: string;
  readonly milliseconds: number;
  readonly outputs: readonly WrittenOutput[];
}

function printReport(
  { adapter, milliseconds, outputs }: RunReport,
  times: NodeTimes | undefined,
): void {
  printText(`${milliseconds.toFixed(1)} ms on ${adapter}`);
  for (const { name, file, shape, dtype } of outputs) {
    printText(`${name} [${shape.join(', ')}] ${dtype} → ${file}`);
  }
  if (!times) return;
  const total = times.nodes.reduce((sum, node) => sum + node.milliseconds, 0);
  printText(`time of each node, by ${times.clock}: ${total.toFixed(2)} ms in all`);
  for (const { node, shaders, milliseconds: each } of times.nodes) {
    printText(`${each.toFixed(3).padStart(10)} ms  ${node}  (${shaders.join(', ')})`);
  }
}
