import type { Conversion } from './conversion.ts';

/** What `models.json` says of a model file. */
export interface IndexEntry {
  readonly name: string;
  readonly task: string;
  readonly description: string;
  /** Name of the file, next to `models.json`. */
  readonly file: string;
  readonly bytes: number;
  /** Of the file, in hexadecimal. */
  readonly sha256: string;
  readonly licence: string;
  readonly origin: string;
}

export function indexEntry({ model, file }: Conversion): IndexEntry {
  const { name, task, description, licence, origin } = model.metadata;
  return {
    name,
    task,
    description,
    file: `${name}.safetensors`,
    bytes: file.byteLength,
    sha256: model.hash,
    licence,
    origin,
  };
}
