import type { RealType } from '../tensor/dtype.ts';
import { type Activation, activationSource, identity } from './activation.ts';
import { type Binding, parseBindings } from './bindings.ts';
import type { Fields, FieldValues, Struct } from './struct.ts';

/** A complete `.wgsl` file with what its prelude declares. */
export interface ShaderDefinition<F extends Fields> {
  /** Folder and file without its ending: `conv2d/direct`. */
  readonly name: string;
  readonly source: string;
  readonly params: Struct<F>;
  /** WGSL extensions the file enables. */
  readonly enables?: readonly string[];
  /** Constants of the prelude with their defaults; u32 each. */
  readonly constants?: Readonly<Record<string, number>>;
  /** The file calls `activate`. */
  readonly activation?: boolean;
  /** The file calls `live_batch`, and so skips the images of a batch that hold nothing. */
  readonly batched?: boolean;
  /** The file calls `add_residual`. */
  readonly residual?: boolean;
  /** The file calls `activate_input`. */
  readonly inputActivation?: boolean;
}

/** What a dispatch wants of a shader; what is left out stays at the file's default. */
export interface Specialization {
  readonly real?: RealType | undefined;
  readonly constants?: Readonly<Record<string, number>> | undefined;
  readonly activation?: Activation | undefined;
  readonly inputActivation?: Activation | undefined;
  readonly live?: boolean;
  readonly residual?: boolean;
}

/** A shader as the GPU compiles it. */
export interface ShaderModule {
  readonly name: string;
  readonly code: string;
  readonly bindings: readonly Binding[];
}

export interface Shader<F extends Fields> extends ShaderDefinition<F> {
  /** The prelude for a specialisation, without its markers. */
  prelude(specialization: Specialization): string;
  specialize(specialization: Specialization): ShaderModule;
  encodeParams(values: FieldValues<F>): ArrayBuffer;
}

const preludePattern = /\/\/ prelude\n([\s\S]*?)\/\/ end prelude\n/;

/** Binding of the live batch, out of the way of the files' own bindings. */
export const liveBinding = 30;
/** Binding of the tensor that is added before the activation. */
export const residualBinding = 31;

// Bundlers leave shaders out that nobody uses.
/* @__NO_SIDE_EFFECTS__ */
export function defineShader<F extends Fields>(definition: ShaderDefinition<F>): Shader<F> {
  const modules = new Map<string, ShaderModule>();
  const prelude = (specialization: Specialization) => renderPrelude(definition, specialization);
  return {
    ...definition,
    prelude,
    encodeParams: (values) => definition.params.encode(values),
    specialize(specialization) {
      const text = prelude(specialization);
      let module = modules.get(text);
      if (!module) {
        const code = definition.source.replace(
          preludePattern,
          () => `// prelude\n${text}// end prelude\n`,
        );
        module = { name: definition.name, code, bindings: parseBindings(code) };
        modules.set(text, module);
      }
      return module;
    },
  };
}

/** The prelude that a `.wgsl` file itself carries. */
export function defaultPrelude(source: string): string {
  const match = preludePattern.exec(source);
  if (!match)
    throw new Error('a .wgsl file needs a block between "// prelude" and "// end prelude"');
  return match[1] as string;
}

function renderPrelude<F extends Fields>(
  definition: ShaderDefinition<F>,
  specialization: Specialization,
): string {
  const { real = 'f32', constants = {}, live = false, residual = false } = specialization;
  const { activation = identity, inputActivation = identity } = specialization;
  const blocks: string[] = [];
  const enables = [...(real === 'f16' ? ['f16'] : []), ...(definition.enables ?? [])];
  if (enables.length > 0) blocks.push(enables.map((name) => `enable ${name};`).join('\n'));
  blocks.push(`alias real = ${real};`);
  for (const [name, value] of Object.entries({ ...definition.constants, ...constants })) {
    blocks.push(`const ${name}: u32 = ${value};`);
  }
  blocks.push(definition.params.declare('Params'));
  if (definition.batched) blocks.push(liveSource(live));
  if (definition.residual) blocks.push(residualSource(residual));
  if (definition.inputActivation) {
    blocks.push(activationSource('activate_input', inputActivation));
  }
  if (definition.activation) blocks.push(activationSource('activate', activation));
  return blocks.map((block) => `${block}\n`).join('');
}

function liveSource(live: boolean): string {
  if (!live) return 'fn live_batch(capacity: u32) -> u32 {\n  return capacity;\n}';
  return [
    `@group(0) @binding(${liveBinding}) var<storage, read> live: array<u32>;`,
    'fn live_batch(capacity: u32) -> u32 {',
    '  return min(capacity, live[0]);',
    '}',
  ].join('\n');
}

function residualSource(residual: boolean): string {
  if (!residual) {
    return 'fn add_residual(x: vec4<f32>, index: u32) -> vec4<f32> {\n  return x;\n}';
  }
  return [
    `@group(0) @binding(${residualBinding}) var<storage, read> residual: array<vec4<real>>;`,
    'fn add_residual(x: vec4<f32>, index: u32) -> vec4<f32> {',
    '  return x + vec4<f32>(residual[index]);',
    '}',
  ].join('\n');
}
