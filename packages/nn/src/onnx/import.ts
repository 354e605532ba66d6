import { elementCount, FaceGpuError } from '@facegpu/kernels';
import type { Network } from '../ir/graph.ts';
import { allOperators } from '../operators/all.ts';
import { readOnnxAttributes } from './attributes.ts';
import { badOnnx, unsupported } from './bad-onnx.ts';
import { type ElementName, elementType } from './elements.ts';
import { readInputs } from './inputs.ts';
import { NodeContext } from './node-context.ts';
import type { OnnxOperator } from './operator.ts';
import { onnxOperators } from './operators/index.ts';
import { Problems } from './problems.ts';
import type { GraphProto, NodeProto } from './proto/onnx_pb.ts';
import { type OnnxFile, readModel } from './read-model.ts';
import { sortNodes } from './sort-nodes.ts';
import { type ExternalFiles, externalLocation, readTensor } from './tensor.ts';
import { trialsOf } from './trials.ts';
import type { OnnxValue } from './value.ts';
import { GraphWriter } from './writer.ts';

export interface ImportOptions {
  /** Names the model in errors. */
  readonly source?: string;
  /** Shapes of inputs, by name, instead of those in the file: sizes, or names of sizes. */
  readonly shapes?: Readonly<Record<string, readonly (number | string)[]>>;
  /**
   * Values of inputs, by name and row-major, for a network that is for these values alone: where a node
   * must know one before the run (a shape, axes, a limit), it is taken from here.
   */
  readonly values?: Readonly<Record<string, ArrayLike<number>>>;
  /** Reads a file that the model keeps weights in, by its location relative to the model's folder. */
  readonly external?: (location: string) => Promise<Uint8Array>;
}

/** A network that was an ONNX model. */
export interface ImportedModel {
  /** Inputs and outputs have the names, and the order of axes, that they have in ONNX. */
  readonly network: Network;
  /** The names of the operators of the model's nodes. */
  readonly operators: readonly string[];
  /** Inputs of the model that are none of the network, since their values were taken before the run. */
  readonly taken: readonly string[];
}

/**
 * Reads an ONNX model. Inside, images have their channels last, as the runtime has them; axes are moved
 * where the model needs them in another order.
 *
 * @throws FaceGpuError `bad-model` where the file is damaged; `unsupported-op` that names every node
 * which the runtime has no operator, attribute or type for
 */
export async function importOnnx(
  file: Uint8Array,
  { source = 'the model', shapes = {}, values: given = {}, external }: ImportOptions = {},
): Promise<ImportedModel> {
  const model = readModel(file, source);
  const files = await readExternal(model.graph, external, source);
  const nodes = sortNodes(model.graph, source);
  const inputs = readInputs(model.graph, shapes, source);
  const writer = new GraphWriter(allOperators, trialsOf(inputs));
  const values = new Map<string, OnnxValue>();
  for (const { name, shape, dtype } of inputs) {
    values.set(name, writer.input(name, shape, dtype));
    if (!Object.hasOwn(given, name)) continue;
    requireSizes(name, shape, given[name].length);
    writer.give(name, given[name]);
  }
  const problems = new Problems(source);
  new GraphImport(model, files, writer, values, problems).lowerAll(nodes);
  problems.throwAny();
  const outputs = new Map<string, OnnxValue>();
  for (const { name } of model.graph.output) {
    const value = values.get(name);
    if (!value) throw badOnnx(`${source}: the output "${name}" is computed by no node`);
    outputs.set(name, value);
  }
  const network = writer.finish(outputs);
  const taken = inputs.flatMap(({ name }) => {
    return network.graph.inputs.some((input) => input.name === name) ? [] : [name];
  });
  return { network, operators: nodes.map(operatorName), taken };
}

class GraphImport {
  readonly #model: OnnxFile;
  readonly #files: ExternalFiles;
  readonly #writer: GraphWriter;
  readonly #values: Map<string, OnnxValue>;
  readonly #problems: Problems;
  readonly #elements: ReadonlyMap<string, number>;
  readonly #initializers: ReadonlyMap<string, GraphProto['initializer'][number]>;

  constructor(
    model: OnnxFile,
    files: ExternalFiles,
    writer: GraphWriter,
    values: Map<string, OnnxValue>,
    problems: Problems,
  ) {
    this.#model = model;
    this.#files = files;
    this.#writer = writer;
    this.#values = values;
    this.#problems = problems;
    this.#elements = declaredElements(model.graph);
    this.#initializers = new Map(model.graph.initializer.map((each) => [each.name, each]));
  }

  lowerAll(nodes: readonly NodeProto[]): void {
    for (const node of nodes) {
      const what = describe(node);
      try {
        this.#lower(node, what);
      } catch (error) {
        this.#problems.add(error, what);
      }
    }
    for (const { name } of this.#model.graph.output) this.#value(name);
  }

  #lower(node: NodeProto, what: string): void {
    const operator = this.#rowOf(node);
    let isUsable = true;
    const attributes = readOnnxAttributes(node.attribute, operator.attributes, what, (error) => {
      isUsable = false;
      this.#problems.add(error, what);
    });
    requireCount(operator, node);
    // What depends on something that can't be imported is no problem of its own.
    const values = node.input.map((name) => this.#value(name));
    if (!isUsable || node.input.some((name, i) => name !== '' && !values[i])) return;
    const context = new NodeContext({
      node,
      label: node.output.find((name) => name !== '') ?? node.name,
      attributes,
      opset: this.#model.opsets.get('') ?? 1,
      values,
      elementOf: (name) => this.#elementOf(name),
      writer: this.#writer,
      external: this.#files,
    });
    const results = [operator.lower(context)].flat();
    node.output.forEach((name, i) => {
      if (name !== '' && results[i]) this.#values.set(name, results[i]);
    });
  }

  #rowOf(node: NodeProto): OnnxOperator {
    const name = operatorName(node);
    if (Object.hasOwn(onnxOperators, name)) return onnxOperators[name];
    throw unsupported(
      `there is no operator ${name}`,
      'The page docs/onnx-operators.md lists those that there are.',
    );
  }

  #elementOf(name: string): ElementName | undefined {
    return elementType(this.#elements.get(name) ?? 0)?.name;
  }

  /** A value by its name in ONNX; initializers are read when they are first needed. */
  #value(name: string): OnnxValue | undefined {
    const present = this.#values.get(name);
    const tensor = this.#initializers.get(name);
    if (present || !tensor) return present;
    const constant = readTensor(tensor, this.#files, `the weights "${name}"`);
    const value = this.#writer.constant(name, constant);
    this.#values.set(name, value);
    return value;
  }
}

/** The type of each value of which a file says it: initializers, inputs, constants and casts. */
function declaredElements({ initializer, input, node }: GraphProto): Map<string, number> {
  const types = new Map<string, number>();
  for (const { name, type } of input) {
    if (type?.value.case === 'tensorType') types.set(name, type.value.value.elemType);
  }
  for (const { name, dataType } of initializer) types.set(name, dataType);
  for (const { opType, output, attribute } of node) {
    const value = attribute.find(({ name }) => name === 'value')?.t;
    if (opType === 'Constant' && value && output[0]) types.set(output[0], value.dataType);
    const to = attribute.find(({ name }) => name === 'to');
    if (opType === 'Cast' && to && output[0]) types.set(output[0], Number(to.i));
  }
  return types;
}

/** Files that the model keeps weights in. */
async function readExternal(
  graph: GraphProto,
  read: ImportOptions['external'],
  source: string,
): Promise<ExternalFiles> {
  const files = new Map<string, Uint8Array>();
  const tensors = [
    ...graph.initializer,
    ...graph.node.flatMap(({ attribute }) => attribute.flatMap(({ t }) => t ?? [])),
  ];
  for (const tensor of tensors) {
    const location = externalLocation(tensor);
    if (location === undefined || files.has(location)) continue;
    if (!read) {
      throw new FaceGpuError(
        'bad-argument',
        `${source} keeps weights in the file "${location}"`,
        'Say how it is read: importOnnx(file, { external: (location) => … }).',
      );
    }
    files.set(location, await read(location));
  }
  return files;
}

/** Values are given of inputs whose sizes are known, and as many as these say. */
function requireSizes(name: string, shape: readonly (number | string)[], count: number): void {
  const sizes = shape.filter((size) => typeof size === 'number');
  if (sizes.length === shape.length && elementCount(sizes) === count) return;
  throw new FaceGpuError(
    'bad-argument',
    `the input "${name}" is [${shape.join(', ')}], and ${count} values of it are given`,
    'Say its sizes (shapes), and give as many values.',
  );
}

function requireCount({ inputs: [least, most], outputs = 1 }: OnnxOperator, node: NodeProto): void {
  const [given, written] = [node.input.length, node.output.length];
  if (given >= least && given <= most && written <= outputs) return;
  throw badOnnx(
    `it has ${given} inputs and ${written} outputs, not ${least} to ${most} and at most ${outputs}`,
  );
}

function operatorName({ domain, opType }: NodeProto): string {
  return domain === '' || domain === 'ai.onnx' ? opType : `${domain}.${opType}`;
}

/** How errors name a node. */
function describe(node: NodeProto): string {
  const name = node.name || node.output.find((each) => each !== '') || '';
  return `${operatorName(node)} (node "${name}")`;
}
