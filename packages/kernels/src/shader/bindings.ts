import { ShaderStage } from '../device/usage.ts';

/** A resource that a shader binds, as its source declares it. */
export interface Binding {
  readonly name: string;
  readonly binding: number;
  readonly type: 'uniform' | 'read' | 'read_write' | 'texture';
}

const declaration =
  /@group\(0\) @binding\((\d+)\) var(?:<(uniform|storage), ?(read|read_write)>|<(uniform)>)? (\w+): (\w+)/g;

/**
 * The bindings of a WGSL source, in its order. The source is the only place that declares them: the
 * explicit bind-group layout and the names that dispatches use both come from here. Each declaration
 * stands on one line: `@group(0) @binding(1) var<storage, read> input: array<vec4<real>>;`.
 */
export function parseBindings(source: string): Binding[] {
  return [...source.matchAll(declaration)].map((match) => {
    const [, index, , access, uniform, name, type] = match;
    return {
      name: name as string,
      binding: Number(index),
      type: uniform
        ? 'uniform'
        : type === 'texture_2d'
          ? 'texture'
          : (access as 'read' | 'read_write'),
    };
  });
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
  texture: { texture: { sampleType: 'unfilterable-float' } },
};
