import type { Device, Layout, RealType, Tensor } from '@facegpu/kernels';
import {
  bindingSize,
  isConstant,
  owning,
  Readback,
  Recording,
  requireRoom,
} from '@facegpu/kernels';
import type { Network } from './ir/graph.ts';
import { type Dimensions, inferTypes } from './ir/infer-types.ts';
import { validateGraph } from './ir/validate.ts';
import { Model } from './model.ts';
import type { OperatorTable } from './operators/operator.ts';
import { defaultPasses } from './passes/default-passes.ts';
import type { Pass } from './passes/pass.ts';
import { assignLayouts } from './plan/assign-layouts.ts';
import type { InputUpdates } from './plan/input-updates.ts';
import { lower } from './plan/lower.ts';
import { planMemory } from './plan/memory.ts';
import { ParameterStore } from './plan/parameters.ts';
import { Plan } from './plan/plan.ts';
import { withRepack } from './plan/repack.ts';
import { requireF16 } from './require-f16.ts';

export interface CompileOptions {
  /** The operators that the model may use; `allOperators`, or fewer for a small bundle. */
  readonly operators: OperatorTable;
  /** Sizes of the axes that the graph names: `{ batch: 16 }`. */
  readonly dimensions?: Dimensions;
  /** What tensors are stored in; sums are kept in f32 either way. f32 unless told. */
  readonly precision?: RealType;
  /**
   * How inputs that are images lie on the GPU. `nhwc4` is what kernels read; `dense` is written from
   * row-major values without moving each of them, and repacked on the GPU. Unless told, what is faster to
   * give values to: `dense`, but on software adapters `nhwc4`.
   */
  readonly imageLayout?: Layout;
  /** One u32 on the GPU: how many images of the batch hold something. All unless told. */
  readonly live?: Tensor;
  /**
   * Inputs that lie on the GPU already, by name: of the input's shape and dtype, with storage of their own.
   * Several plans can share them, as those of a training do its weights.
   */
  readonly given?: ReadonlyMap<string, Tensor>;
  /** Inputs that a run changes (`inputUpdates`). An output that one of them becomes isn't read back. */
  readonly updates?: InputUpdates;
  /** Rewrites to apply, in order; the fusions of an inference unless told. */
  readonly passes?: readonly Pass[];
  /** Called after each pass with its name and result, to look at what it did. */
  readonly onPass?: (name: string, network: Network) => void;
}

/**
 * Makes a model ready to run at given shapes: rewrites the graph, plans the memory, compiles the
 * pipelines and records the dispatches.
 *
 * @throws FaceGpuError `unsupported-op`, `unsupported-feature`, `shape-mismatch`, `bad-model`,
 * `bad-argument`, `out-of-memory`, `gpu-error`
 */
export async function compile(
  model: Model | Network,
  device: Device,
  options: CompileOptions,
): Promise<Plan> {
  const { operators, dimensions = {}, precision = 'f32', live, updates, onPass } = options;
  const { given = new Map() } = options;
  if (precision === 'f16') await requireF16(device);
  let network = model instanceof Model ? model.network() : model;
  validateGraph(network.graph, new Set(network.constants.keys()));
  for (const pass of options.passes ?? defaultPasses) {
    const types = inferTypes(network, operators, dimensions);
    network = pass.run(network, { operators, types });
    onPass?.(pass.name, network);
  }
  const { imageLayout = device.info.software ? 'nhwc4' : 'dense' } = options;
  const kept = new Map<string, Layout>();
  for (const name of updates?.names.keys() ?? []) kept.set(name, 'dense');
  for (const [name, { layout }] of given) kept.set(name, layout);
  const { network: laidOut, layouts } = assignLayouts(network, operators, imageLayout, kept);
  onPass?.('assign layouts', laidOut);
  const table = withRepack(operators);
  const types = inferTypes(laidOut, table, dimensions);
  const label = model instanceof Model ? model.metadata.name : 'plan';
  const lowered = lower(laidOut, {
    target: device,
    operators: table,
    types,
    layouts,
    real: precision,
    live,
    given,
    onTensor: (tensor) => requireRoom(device, label, [tensor]),
  });
  const { graph } = laidOut;
  const named = (name: string) => lowered.tensors.get(name) as Tensor;
  const inputs = new Map(graph.inputs.map(({ name }) => [name, named(name)]));
  // Outputs keep the names that they had before a repack.
  const outputs = new Map(network.graph.outputs.map((name, i) => [name, named(graph.outputs[i])]));
  const dispatches = [...lowered.dispatches, ...(updates?.dispatches(inputs, outputs) ?? [])];
  for (const name of updates?.names.values() ?? []) outputs.delete(name);
  // Drivers compile on other threads, while weights are uploaded; what packs them comes first.
  const making = lowered.constants.flatMap((tensor) => tensor.dispatches);
  for (const { module } of [...making, ...dispatches]) void device.pipelines.get(module);

  const pinned = new Set([...inputs.values(), ...outputs.values()].map(({ base }) => base));
  const bound = dispatches.flatMap(({ tensors }) => [...tensors.values()]);
  const bases = [...new Set(bound.map(({ base }) => base))];
  requireRoom(device, label, bases);
  const memory = planMemory(dispatches, pinned, device.largestBinding);
  return owning(async (owner) => {
    const slabs = await device.createBuffers(
      memory.slabs.map((size, i) => ({ label: `${label} slab ${i}`, size })),
    );
    owner.keepBuffers(device, slabs);
    for (const [tensor, { slab, offset }] of memory.places) {
      tensor.storage = { buffer: slabs[slab], offset, size: bindingSize(tensor) };
    }
    owner.keep(await ParameterStore.of(device).hold(label, bases.filter(isConstant)));
    const recording = owner.keep(await Recording.create(device, label, dispatches));
    const readback = owner.keep(await Readback.create(device, label, outputs.values()));
    return new Plan({ device, inputs, outputs, recording, readback, owner, memory });
  });
}
