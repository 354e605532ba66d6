/** WGSL types that a parameter struct may hold. */
export type FieldType = 'u32' | 'i32' | 'f32' | 'vec4<f32>';

export type Fields = Readonly<Record<string, FieldType>>;

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
  /** The WGSL declaration, under the given name. */
  declare(name: string): string;
  /** The bytes of a value. Throws `RangeError` for a value its type can't hold. */
  encode(values: FieldValues<F>): ArrayBuffer;
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

  return {
    fields,
    size,
    declare(name) {
      const lines = Object.entries(fields).map(([field, type]) => `  ${field}: ${type},`);
      return [`struct ${name} {`, ...lines, '}'].join('\n');
    },
    encode(values) {
      const bytes = new ArrayBuffer(size);
      const view = new DataView(bytes);
      for (const [name, type] of Object.entries(fields)) {
        writeField(view, offsets.get(name) as number, name, type, values[name]);
      }
      return bytes;
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
  name: string,
  type: FieldType,
  value: number | readonly number[] | undefined,
): void {
  if (type === 'vec4<f32>') {
    if (!Array.isArray(value) || value.length !== 4) {
      throw new RangeError(`parameter ${name}: ${String(value)} is not four numbers`);
    }
    value.forEach((lane: number, i) => {
      view.setFloat32(offset + 4 * i, lane, true);
    });
    return;
  }
  if (typeof value !== 'number' || !fits(value, type)) {
    throw new RangeError(`parameter ${name}: ${String(value)} is not a value of type ${type}`);
  }
  if (type === 'f32') view.setFloat32(offset, value, true);
  else if (type === 'i32') view.setInt32(offset, value, true);
  else view.setUint32(offset, value, true);
}

function fits(value: number, type: FieldType): boolean {
  if (type === 'f32') return true;
  if (!Number.isInteger(value)) return false;
  return type === 'u32' ? value >= 0 && value < 2 ** 32 : Math.abs(value) <= 2 ** 31 - 1;
}
