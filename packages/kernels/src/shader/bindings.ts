import { ShaderStage } from '../device/usage.ts';

/** A buffer that a shader binds, as its source declares it. */
export interface Binding {
  readonly name: string;
  readonly binding: number;
  readonly type: 'uniform' | 'read' | 'read_write';
}

const declaration =
  /@group\(0\) ?@binding\((\d+)\) ?var<(?:storage, ?)?(uniform|read_write|read)> ?(\w+):/g;

/**
 * The bindings of a WGSL source, in its order. The source is the only place that declares them: the
 * explicit bind-group layout and the names that dispatches use both come from here. Each declaration
 * stands on one line: `@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;`.
 */
export function parseBindings(source: string): Binding[] {
  return [...source.matchAll(declaration)].map(([, index, type, name]) => ({
    name,
    binding: Number(index),
    type: type as Binding['type'],
  }));
}

/** The layout entries for a list of bindings. */
export function layoutEntries(bindings: readonly Binding[]): GPUBindGroupLayoutEntry[] {
  return bindings.map(({ binding, type }) => ({
    binding,
    visibility: ShaderStage.COMPUTE,
    ...entryTypes[type],
  }));
}

const entryTypes: Readonly<Record<Binding['type'], Partial<GPUBindGroupLayoutEntry>>> = {
  uniform: { buffer: { type: 'uniform' } },
  read: { buffer: { type: 'read-only-storage' } },
  read_write: { buffer: { type: 'storage' } },
};
