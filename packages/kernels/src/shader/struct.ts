import { FaceGpuError } from '../errors.ts';

/** WGSL types that a parameter struct may hold. */
export type FieldType = 'u32' | 'i32' | 'f32' | 'vec4<f32>';

export type Fields = Readonly<Record<string, FieldType>>;

/** A number for a scalar, four for a `vec4`. */
type FieldValue = number | readonly number[];

/** The values of a struct: a number for each scalar, four numbers for each `vec4`. */
export type FieldValues<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends 'vec4<f32>'
    ? readonly [number, number, number, number]
    : number;
};

/** One declaration that yields both the WGSL struct and the writer of its bytes. */
export interface Struct<F extends Fields> {
  readonly fields: F;
  /** Size in bytes, a multiple of 16 as uniform buffers want it. */
  readonly size: number;
  /** Where a field begins, in bytes. */
  offset(name: keyof F & string): number;
  /** The WGSL declaration, under the given name. */
  declare(name: string): string;
  /**
   * The bytes of a value. `owner` names it in errors.
   *
   * @throws FaceGpuError `bad-argument` where a field is missing, or its type can't hold its value
   */
  encode(values: FieldValues<F>, owner: string): ArrayBuffer;
  /**
   * The bytes of a value with other values in some of its fields.
   *
   * @throws FaceGpuError `bad-argument` where there is no such field, or its type can't hold its value
   */
  change(bytes: ArrayBuffer, values: Partial<FieldValues<F>>, owner: string): ArrayBuffer;
}

/** Declares a struct whose fields follow one another by WGSL's own alignment rules. */
/* @__NO_SIDE_EFFECTS__ */
export function struct<const F extends Fields>(fields: F): Struct<F> {
  const offsets = new Map<string, number>();
  let end = 0;
  for (const [name, type] of Object.entries(fields)) {
    const size = type === 'vec4<f32>' ? 16 : 4;
    const offset = Math.ceil(end / size) * size;
    offsets.set(name, offset);
    end = offset + size;
  }
  const size = Math.max(16, Math.ceil(end / 16) * 16);
  const write = (
    bytes: ArrayBuffer,
    name: string,
    value: FieldValue | undefined,
    owner: string,
  ) => {
    const offset = offsets.get(name);
    if (offset === undefined) {
      throw new FaceGpuError(
        'bad-argument',
        `${owner}: there is no parameter ${name}`,
        `There are: ${[...offsets.keys()].join(', ')}.`,
      );
    }
    writeField(new DataView(bytes), offset, `${owner}: parameter ${name}`, fields[name], value);
  };

  return {
    fields,
    size,
    offset: (name) => offsets.get(name) ?? Number.NaN,
    declare(name) {
      const lines = Object.entries(fields).map(([field, type]) => `  ${field}: ${type},`);
      return [`struct ${name} {`, ...lines, '}'].join('\n');
    },
    encode(values, owner) {
      const bytes = new ArrayBuffer(size);
      for (const name of Object.keys(fields)) write(bytes, name, values[name], owner);
      return bytes;
    },
    change(bytes, values, owner) {
      const changed = bytes.slice(0);
      for (const [name, value] of Object.entries(values)) write(changed, name, value, owner);
      return changed;
    },
  };
}

/** Fields followed by others. Bundlers keep what is spread where a module begins; not this. */
/* @__NO_SIDE_EFFECTS__ */
export function extend<const F extends Fields, const G extends Fields>(first: F, others: G): F & G {
  return { ...first, ...others };
}

function writeField(
  view: DataView,
  offset: number,
  what: string,
  type: FieldType,
  value: FieldValue | undefined,
): void {
  if (type === 'vec4<f32>') {
    if (!Array.isArray(value) || value.length !== 4 || !value.every((lane) => fits(lane, 'f32'))) {
      throw unfit(what, value, type);
    }
    value.forEach((lane: number, i) => {
      view.setFloat32(offset + 4 * i, lane, true);
    });
    return;
  }
  if (typeof value !== 'number' || !fits(value, type)) throw unfit(what, value, type);
  if (type === 'f32') view.setFloat32(offset, value, true);
  else if (type === 'i32') view.setInt32(offset, value, true);
  else view.setUint32(offset, value, true);
}

/** Whether a type can hold a value; an f32 rounds what it can't hold exactly. */
function fits(value: unknown, type: Exclude<FieldType, 'vec4<f32>'>): boolean {
  if (typeof value !== 'number') return false;
  if (type === 'f32') return Number.isFinite(Math.fround(value)) || !Number.isFinite(value);
  const [low, high] = type === 'u32' ? [0, 2 ** 32 - 1] : [-(2 ** 31), 2 ** 31 - 1];
  return Number.isInteger(value) && value >= low && value <= high;
}

const ranges: Readonly<Record<FieldType, string>> = {
  u32: 'a whole number from 0 to 4294967295',
  i32: 'a whole number from -2147483648 to 2147483647',
  f32: 'a number up to 3.4e38',
  'vec4<f32>': 'four numbers up to 3.4e38',
};

function unfit(what: string, value: unknown, type: FieldType): FaceGpuError {
  return new FaceGpuError('bad-argument', `${what} is ${String(value)}`, `Give ${ranges[type]}.`);
}
