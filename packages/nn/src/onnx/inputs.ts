import { elementCount, FaceGpuError } from '@facegpu/kernels';
import type { GraphInput } from '../ir/graph.ts';
import { badOnnx, unsupported } from './bad-onnx.ts';
import { requireElement } from './elements.ts';
import type { GraphProto, ValueInfoProto } from './proto/onnx_pb.ts';

type GivenShapes = Readonly<Record<string, readonly (number | string)[]>>;

const mostElements = 2 ** 31 - 1;

/**
 * The inputs of a model that have to be given: those without an initializer. An axis without a size keeps
 * its name, or gets one.
 *
 * @param shapes of inputs, by name, instead of those in the file
 * @throws FaceGpuError `bad-model`, `bad-argument`
 */
export function readInputs(
  { input, initializer }: GraphProto,
  shapes: GivenShapes,
  source: string,
): readonly GraphInput[] {
  const known = new Set(initializer.map(({ name }) => name));
  const asked = input.filter(({ name }) => !known.has(name));
  const names = asked.map(({ name }) => name);
  if (new Set(names).size < names.length || names.includes('')) {
    throw badOnnx(`${source}: its inputs are named ${names.map((name) => `"${name}"`).join(', ')}`);
  }
  const stranger = Object.keys(shapes).find((name) => !names.includes(name));
  if (stranger !== undefined) {
    throw new FaceGpuError(
      'bad-argument',
      `${source} has no input "${stranger}"`,
      `Its inputs: ${names.join(', ') || 'none'}.`,
    );
  }
  const fixed = new Map<string, number>();
  const inputs = asked.map((info) => readInput(info, shapes, fixed, source));
  // A size that was given for an axis goes for all axes of that name.
  return inputs.map((each) => {
    const shape = each.shape.map((size) =>
      typeof size === 'string' ? (fixed.get(size) ?? size) : size,
    );
    const sizes = shape.filter((size) => typeof size === 'number');
    if (elementCount(sizes) > mostElements) {
      throw badOnnx(`${source}: the input "${each.name}" has the shape [${shape.join(', ')}]`);
    }
    return { ...each, shape };
  });
}

function readInput(
  { name, type }: ValueInfoProto,
  shapes: GivenShapes,
  fixed: Map<string, number>,
  source: string,
): GraphInput {
  if (type?.value.case !== 'tensorType') {
    throw unsupported(
      `${source}: the input "${name}" is no tensor`,
      'Sequences, maps and optional inputs are not supported: export the model without them.',
    );
  }
  const { elemType, shape } = type.value.value;
  const { dtype } = requireElement(elemType, `${source}: the input "${name}"`);
  const declared = shape?.dim.map(({ value }, axis) => {
    if (value.case === 'dimValue' && value.value > 0n) return Number(value.value);
    return (value.case === 'dimParam' && value.value) || `${name}.${axis}`;
  });
  const given = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
  if (given && declared && given.length !== declared.length) {
    throw new FaceGpuError(
      'bad-argument',
      `the input "${name}" of ${source} has ${declared.length} axes, not ${given.length}`,
      `It is ${declared.join('x')}: give a size for each.`,
    );
  }
  if (!given && !declared) {
    throw new FaceGpuError(
      'bad-argument',
      `${source} says no shape of its input "${name}"`,
      `Give one: --shape ${name}=1x3x640x640.`,
    );
  }
  declared?.forEach((size, axis) => {
    const wanted = given?.[axis];
    if (typeof size === 'string' && typeof wanted === 'number') fixed.set(size, wanted);
  });
  return { name, shape: given ?? declared ?? [], dtype };
}
