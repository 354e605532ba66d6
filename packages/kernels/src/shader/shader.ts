import { FaceGpuError } from '../errors.ts';
import type { RealType } from '../tensor/dtype.ts';
import { type Activation, activationSource, boundsOf, identity } from './activation.ts';
import { type Binding, parseBindings } from './bindings.ts';
import { extend, type Fields, type FieldValues, type Struct, struct } from './struct.ts';

/** A complete `.wgsl` file with what its prelude declares. */
export interface ShaderDefinition<F extends Fields> {
  /** Folder and file without its ending: `conv2d/grouped`. */
  readonly name: string;
  readonly source: string;
  readonly params: Struct<F>;
  /** WGSL extensions the file enables. */
  readonly enables?: readonly string[];
  /** WGSL types that a specialisation chooses, by the names that the file gives them. */
  readonly types?: Readonly<Record<string, string>>;
  /** Structs that several files share, by their names in WGSL. */
  readonly structs?: Readonly<Record<string, Struct<Fields>>>;
  /** Constants of the prelude with their defaults; u32 each. */
  readonly constants?: Readonly<Record<string, number>>;
  /** Functions that a specialisation chooses, whole and with their defaults, by their names. */
  readonly functions?: Readonly<Record<string, string>>;
  /** The file calls `activate`. */
  readonly activation?: boolean;
  /** The file calls `live_batch`, and so skips the images of a batch that hold nothing. */
  readonly batched?: boolean;
  /** The file calls `add_residual`. */
  readonly residual?: boolean;
  /** The file calls `apply_slopes`. */
  readonly slopes?: boolean;
  /** The file calls `activate_input`. */
  readonly inputActivation?: boolean;
}

/** What a dispatch wants of a shader; what is left out stays at the file's default. */
export interface Specialization {
  readonly real?: RealType | undefined;
  readonly types?: Readonly<Record<string, string>> | undefined;
  readonly constants?: Readonly<Record<string, number>> | undefined;
  readonly functions?: Readonly<Record<string, string>> | undefined;
  readonly activation?: Activation | undefined;
  readonly inputActivation?: Activation | undefined;
  readonly live?: boolean;
  readonly residual?: boolean;
  readonly slopes?: boolean;
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
  /**
   * The parameters: the shader's own, and those that a specialisation adds.
   *
   * @throws FaceGpuError `bad-argument` where a field's type can't hold its value
   */
  encodeParams(values: FieldValues<F>, specialization?: Specialization): Params<F>;
}

/** Parameters as a dispatch has them: bytes, and the struct that can change them. */
export interface Params<F extends Fields> {
  readonly struct: Struct<F>;
  readonly bytes: ArrayBuffer;
}

const preludeBegin = '// prelude\n';
const preludePattern = /\/\/ prelude\n([\s\S]*?)\/\/ end prelude\n/;

/** Binding of the slopes of negative values, out of the way of the files' own bindings. */
export const slopesBinding = 29;
/** Binding of the live batch. */
export const liveBinding = 30;
/** Binding of the tensor that is added before the activation. */
export const residualBinding = 31;

// Bundlers leave shaders out that nobody uses.
/* @__NO_SIDE_EFFECTS__ */
export function defineShader<F extends Fields>(definition: ShaderDefinition<F>): Shader<F> {
  const modules = new Map<string, ShaderModule>();
  const params: Struct<Fields> = struct(
    extend<Fields, Fields>(definition.params.fields, addedFields(definition)),
  );
  const prelude = (specialization: Specialization) =>
    renderPrelude(definition, params.declare('Params'), specialization);
  return {
    ...definition,
    prelude,
    encodeParams(values, specialization = {}) {
      const all = { ...values, ...addedValues(specialization) };
      // The fields of F are among those of the struct.
      const own = params as unknown as Struct<F>;
      return { struct: own, bytes: params.encode(all, definition.name) };
    },
    specialize(specialization) {
      const text = prelude(specialization);
      let module = modules.get(text);
      if (!module) {
        const code = replacePrelude(definition.source, text);
        module = { name: definition.name, code, bindings: parseBindings(code) };
        modules.set(text, module);
      }
      return module;
    },
  };
}

/** Where that by which an activation works stands among the parameters. */
const outputNames = { low: 'low', high: 'high', swish: 'hard_swish' } as const;
/** What is loaded is activated again each time: that must not cost more than bounds, and the identity nothing. */
const inputNames = { low: 'input_low', high: 'input_high' } as const;

/** The parameters that a file has besides its own, because it calls functions of the prelude. */
function addedFields(definition: ShaderDefinition<Fields>): Fields {
  return {
    ...(definition.residual && { has_residual: 'u32' }),
    ...(definition.slopes && { has_slopes: 'u32' }),
    ...(definition.inputActivation && { input_low: 'f32', input_high: 'f32' }),
    ...(definition.activation && { low: 'f32', high: 'f32', hard_swish: 'u32' }),
  };
}

function addedValues(specialization: Specialization): FieldValues<Fields> {
  const { residual = false, slopes = false } = specialization;
  const { activation = identity, inputActivation = identity } = specialization;
  const { low: input_low, high: input_high } = boundsOf(inputActivation);
  const added = { has_residual: Number(residual), has_slopes: Number(slopes) };
  const hard_swish = Number(activation.kind === 'hardSwish');
  const { low, high } = boundsOf(activation);
  return { ...added, input_low, input_high, low, high, hard_swish };
}

/** The prelude that a `.wgsl` file itself carries. */
export function defaultPrelude(source: string): string {
  const match = preludePattern.exec(source);
  if (match) return match[1];
  throw new FaceGpuError(
    'bad-argument',
    'a shader has no prelude',
    'Begin it with the lines "// prelude" and "// end prelude": what goes between them is filled in.',
  );
}

/** A source with another prelude. */
export function replacePrelude(source: string, prelude: string): string {
  const before = defaultPrelude(source);
  const begin = source.indexOf(preludeBegin) + preludeBegin.length;
  return source.slice(0, begin) + prelude + source.slice(begin + before.length);
}

function renderPrelude<F extends Fields>(
  definition: ShaderDefinition<F>,
  params: string,
  specialization: Specialization,
): string {
  const { real = 'f32', constants = {}, live = false } = specialization;
  const { activation = identity, inputActivation = identity } = specialization;
  const blocks: string[] = [];
  const types = { real, ...definition.types, ...specialization.types };
  const enables = [
    ...(Object.values(types).includes('f16') ? ['f16'] : []),
    ...(definition.enables ?? []),
  ];
  if (enables.length > 0) blocks.push(enables.map((name) => `enable ${name};`).join('\n'));
  for (const [name, type] of Object.entries(types)) blocks.push(`alias ${name} = ${type};`);
  for (const [name, value] of Object.entries({ ...definition.constants, ...constants })) {
    blocks.push(`const ${name}: u32 = ${value};`);
  }
  for (const [name, shared] of Object.entries(definition.structs ?? {})) {
    blocks.push(shared.declare(name));
  }
  blocks.push(params);
  if (definition.batched) blocks.push(liveSource(live));
  if (definition.residual) blocks.push(residualSource);
  if (definition.slopes) blocks.push(slopesSource);
  if (definition.inputActivation) {
    blocks.push(activationSource('activate_input', inputActivation, inputNames));
  }
  if (definition.activation) blocks.push(activationSource('activate', activation, outputNames));
  blocks.push(...Object.values({ ...definition.functions, ...specialization.functions }));
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

const residualSource = [
  `@group(0) @binding(${residualBinding}) var<storage, read> residual: array<vec4<real>>;`,
  'fn add_residual(x: vec4<f32>, index: u32) -> vec4<f32> {',
  '  if (params.has_residual == 0u) {',
  '    return x;',
  '  }',
  '  return x + vec4<f32>(residual[index]);',
  '}',
].join('\n');

/** A parameter says whether there are slopes, not the source: layers with and without share one pipeline. */
const slopesSource = [
  `@group(0) @binding(${slopesBinding}) var<storage, read> slopes: array<vec4<f32>>;`,
  'fn apply_slopes(x: vec4<f32>, channel_vec4: u32) -> vec4<f32> {',
  '  if (params.has_slopes == 0u) {',
  '    return x;',
  '  }',
  '  return select(x, x * slopes[channel_vec4], x < vec4<f32>(0.0));',
  '}',
].join('\n');
