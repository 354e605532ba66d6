import type { Graph } from '../ir/graph.ts';
import type { ImageInput } from './image-input.ts';
import type { Quantization } from './quantization.ts';

/** What a model says about itself, for people and pipelines: all but its graph and its weights. */
export interface ModelDescription {
  readonly name: string;
  /** What the model is: `detector`, `landmarker`, `recognizer` … */
  readonly task: string;
  readonly description: string;
  readonly licence: string;
  /** Where the weights come from. */
  readonly origin: string;
  /** How it is shown photos, where it looks at some. */
  readonly input?: ImageInput | undefined;
  /** What the task needs besides: how outputs are decoded, labels, alignment template, threshold … */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** All that a model file says, but for the weights themselves. */
export interface ModelMetadata extends ModelDescription {
  readonly graph: Graph;
  /** By tensor, for those stored as bytes. */
  readonly quantization: Readonly<Record<string, Quantization>>;
}

/** The key of the safetensors metadata under which the model's own metadata lies, as JSON. */
export const metadataKey = 'facegpu';

/** Raised when a reader of the older format could no longer read a file. */
export const formatVersion = 3;
