import { FaceGpuError } from '@facegpu/kernels';
import { type ImageInput, kinds, type Model, schema } from '@facegpu/nn';
import { type Alignment, alignmentSchema } from '../align/template.ts';
import { type Expression, expressions, type Gender, genders } from '../attributes/labels.ts';
import { type Metric, metrics } from '../match/metric.ts';
import { type Threshold, thresholdsSchema } from '../match/thresholds.ts';
import { type Decode, decodeSchema } from './decode.ts';
import { positive } from './positive.ts';

const { maybe, name, of, table, text } = schema;

/** A detector finds faces in a photo. */
export interface DetectorSettings {
  /** How its outputs become boxes: a kind of `detect/decoders`. */
  readonly decode: Decode;
  /** The order of its keypoints, where it has some: a name of `landmark/orders.ts`. */
  readonly order?: string | undefined;
}

/** A landmarker finds points in the crop of a face. */
export interface LandmarkerSettings {
  /** The order of its points: a name of `landmark/orders.ts`. */
  readonly order: string;
  /** How its outputs become points: a kind of `landmark/decoders`. */
  readonly decode: Decode;
  /** Side of the square that its first pass looks at, in the longer sides of a detector's box; 1 unless told. */
  readonly boxMargin?: number | undefined;
  /** The template that faces are aligned to between its two passes. */
  readonly alignment: Alignment;
}

/** A recogniser makes descriptors of aligned faces. */
export interface RecognizerSettings {
  /** The output that holds the descriptors. */
  readonly output: string;
  /** Numbers of a descriptor. */
  readonly dimensions: number;
  /** What the distance of two descriptors is. */
  readonly metric: Metric;
  /** Distances at false-match rates, the largest rate first: two at least. */
  readonly thresholds: readonly Threshold[];
  /** What those were measured on. */
  readonly measuredOn?: string | undefined;
  /** The template that its chips are aligned to. */
  readonly alignment: Alignment;
}

/** Guesses the expression of an aligned face. */
export interface ExpressionSettings {
  /** The output that holds the probability of each. */
  readonly output: string;
  /** All of them, in the order of the output. */
  readonly labels: readonly Expression[];
  readonly alignment: Alignment;
}

/** Guesses age and gender of an aligned face. */
export interface AgeGenderSettings {
  /** The output that holds years. */
  readonly age: string;
  /** The output that holds the probability of each label. */
  readonly gender: string;
  readonly labels: readonly Gender[];
  readonly alignment: Alignment;
}

/** What a model of each task says in its `settings`. */
export interface TaskSettings {
  readonly detector: DetectorSettings;
  readonly landmarker: LandmarkerSettings;
  readonly recognizer: RecognizerSettings;
  readonly expression: ExpressionSettings;
  readonly ageGender: AgeGenderSettings;
}

/** What a model can be for; its file's `task`. */
export type Task = keyof TaskSettings;

/** What a model of a task says of itself, checked. */
export type Description<T extends Task> = TaskSettings[T] & { readonly input: ImageInput };

/** A list of all these words, in any order. */
function allOf(words: readonly string[]): schema.Schema {
  return (value, path) => {
    const isWhole =
      Array.isArray(value) &&
      value.length === words.length &&
      words.every((word) => value.includes(word));
    return isWhole ? undefined : `${path} are not ${words.join(', ')} in some order`;
  };
}

const settingsOf: { readonly [T in Task]: schema.Schema } = {
  detector: table<DetectorSettings>({ decode: decodeSchema, order: maybe(name) }),
  landmarker: table<LandmarkerSettings>({
    order: name,
    decode: decodeSchema,
    boxMargin: maybe(positive),
    alignment: alignmentSchema,
  }),
  recognizer: table<RecognizerSettings>({
    output: name,
    dimensions: of(kinds.count),
    metric: of(kinds.oneOf(...metrics)),
    thresholds: thresholdsSchema,
    measuredOn: maybe(text),
    alignment: alignmentSchema,
  }),
  expression: table<ExpressionSettings>({
    output: name,
    labels: allOf(expressions),
    alignment: alignmentSchema,
  }),
  ageGender: table<AgeGenderSettings>({
    age: name,
    gender: name,
    labels: allOf(genders),
    alignment: alignmentSchema,
  }),
};

/** Tasks as errors name them. */
const articles: { readonly [T in Task]: string } = {
  detector: 'a detector',
  landmarker: 'a landmarker',
  recognizer: 'a recognizer',
  expression: 'an expression model',
  ageGender: 'an age and gender model',
};

/**
 * What a model says of itself, as its task needs it.
 *
 * @throws FaceGpuError `bad-model` where it is for something else, or says too little or nonsense
 */
export function descriptionOf<T extends Task>(
  { source, metadata }: Model,
  task: T,
): Description<T> {
  const { input, settings } = metadata;
  const wanted = articles[task];
  if (metadata.task !== task) {
    const own = metadata.task === '' ? 'no task' : `the task "${metadata.task}"`;
    throw new FaceGpuError(
      'bad-model',
      `${source} is not ${wanted}: it has ${own}`,
      `Use ${wanted}, or describe it as one: its task is "${task}".`,
    );
  }
  if (!input) throw badDescription(source, 'input is missing', wanted);
  const flaw = settingsOf[task](settings, 'settings');
  if (flaw !== undefined) throw badDescription(source, flaw, wanted);
  return { ...(settings as unknown as TaskSettings[T]), input };
}

/**
 * The template that a recogniser's chips are aligned to, for chips that are to be like them.
 *
 * @throws FaceGpuError `bad-model`
 */
export function alignmentOf(model: Model): Alignment {
  return descriptionOf(model, 'recognizer').alignment;
}

function badDescription(source: string, flaw: string, wanted: string): FaceGpuError {
  return new FaceGpuError(
    'bad-model',
    `${source} is not well described as ${wanted}: ${flaw}`,
    'Correct the description that it was converted with, and convert it again.',
  );
}
