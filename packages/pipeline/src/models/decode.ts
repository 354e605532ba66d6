import { FaceGpuError } from '@facegpu/kernels';
import { schema } from '@facegpu/nn';

const { is, isRecord, name, table } = schema;

/** How a model's outputs are to be read: a kind, and the settings of that kind beside it. */
export interface Decode {
  readonly kind: string;
  readonly [setting: string]: unknown;
}

/** The kind has to be there; the rest is its own business. */
export const decodeSchema: schema.Schema = (value, path) =>
  is('a table', isRecord)(value, path) ??
  name((value as Record<string, unknown>).kind, `${path}.kind`);

/**
 * A kind of decoder: reads its settings, and makes a decoder of them. One that few models have is loaded when it is
 * wanted.
 *
 * @throws FaceGpuError `bad-model` that names the setting
 */
export type DecoderKind<Decoder> = (decode: Decode, source: string) => Decoder | Promise<Decoder>;

/** Kinds of decoders, by the names that model files have for them. */
export type DecoderKinds<Decoder> = Readonly<Record<string, DecoderKind<Decoder>>>;

/**
 * A kind of decoder with these settings, and no others.
 *
 * @param fields a schema for each of the settings
 */
export function defineDecoder<Settings, Decoder>(
  fields: { readonly [Name in keyof Settings]-?: schema.Schema },
  create: (settings: Settings, source: string) => Decoder,
): (decode: Decode, source: string) => Decoder {
  const check = table<Settings>(fields);
  return ({ kind, ...settings }, source) => {
    const flaw = check(settings, 'settings.decode');
    if (flaw !== undefined) throw badDecode(source, flaw, `The kind "${kind}" needs it so.`);
    return create(settings as Settings, source);
  };
}

/**
 * The decoder that a model's file names.
 *
 * @param source names the file in errors
 * @throws FaceGpuError `bad-model`
 */
export async function decoderOf<Decoder>(
  decode: Decode,
  decoders: DecoderKinds<Decoder>,
  source: string,
): Promise<Decoder> {
  const { kind } = decode;
  if (Object.hasOwn(decoders, kind)) return decoders[kind](decode, source);
  const known = Object.keys(decoders).join(', ');
  throw badDecode(source, `settings.decode.kind is "${kind}"`, `There are ${known}.`);
}

function badDecode(source: string, what: string, fix: string): FaceGpuError {
  return new FaceGpuError('bad-model', `${source}: ${what}`, fix);
}
