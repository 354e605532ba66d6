import { FaceGpuError } from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';

/** What a model is wanted for, with its article: names it in errors. */
export type ModelRole =
  | 'a detector'
  | 'a landmark model'
  | 'a recognition model'
  | 'an expression model'
  | 'an age and gender model';

/**
 * Reads the settings that a model's file has for its task. One that is missing or of the wrong kind is
 * `bad-model`: it names the file and the setting, and says what the model was wanted for.
 */
export class ModelSettings {
  readonly #source: string;
  readonly #role: ModelRole;
  readonly #values: object;
  /** Where in the settings this table lies: empty, or `table.`. */
  readonly #path: string;

  private constructor(source: string, role: ModelRole, values: object, path: string) {
    this.#source = source;
    this.#role = role;
    this.#values = values;
    this.#path = path;
  }

  static of({ source, metadata }: Model, role: ModelRole): ModelSettings {
    return new ModelSettings(source, role, metadata.settings, '');
  }

  text(name: string): string {
    return this.#read(name, isText, 'a text');
  }

  texts(name: string): readonly string[] {
    return this.#read(name, listOf(isText), 'a list of texts');
  }

  number(name: string): number {
    return this.#read(name, isNumber, 'a number');
  }

  /** A whole number from 0. */
  index(name: string): number {
    return this.#read(name, isIndex, 'a whole number from 0');
  }

  indices(name: string): readonly number[] {
    return this.#read(name, listOf(isIndex), 'a list of whole numbers from 0');
  }

  pairs(name: string): readonly (readonly [number, number])[] {
    return this.#read(name, listOf(isPair), 'a list of pairs of numbers');
  }

  /** Settings of their own under a name. */
  table(name: string): ModelSettings {
    const values = this.#read(name, isTable, 'a table');
    return new ModelSettings(this.#source, this.#role, values, `${this.#path}${name}.`);
  }

  /** The error for a setting that can't be. */
  wrong(name: string, what: string, wanted: string): FaceGpuError {
    return new FaceGpuError(
      'bad-model',
      `${this.#source} is not ${this.#role}: its setting "${this.#path}${name}" ${what}`,
      `Use ${this.#role} that was converted with facegpu-convert; the setting is ${wanted}.`,
    );
  }

  #read<T>(name: string, is: (value: unknown) => value is T, wanted: string): T {
    const value: unknown = Object.hasOwn(this.#values, name)
      ? (this.#values as Readonly<Record<string, unknown>>)[name]
      : undefined;
    if (is(value)) return value;
    throw this.wrong(name, value === undefined ? 'is missing' : `is not ${wanted}`, wanted);
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** JSON has numbers that are too large to be finite. */
function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isPair(value: unknown): value is readonly [number, number] {
  return listOf(isNumber)(value) && value.length === 2;
}

function isTable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf<T>(is: (value: unknown) => value is T) {
  return (value: unknown): value is readonly T[] => Array.isArray(value) && value.every(is);
}
