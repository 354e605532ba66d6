import type { Graph } from '../ir/graph.ts';
import type { Quantization } from './quantization.ts';

/** How a photo becomes the input of a network. */
export interface InputRecipe {
  /** Name of the graph's input. */
  readonly name: string;
  /** Side of the square input, in pixels. */
  readonly size: number;
  /** Taken off R, G and B (0 to 255) before `scale` multiplies them. */
  readonly mean: readonly [number, number, number];
  readonly scale: readonly [number, number, number];
}

/** What a model file says about itself; everything but `graph` is for people and pipelines. */
export interface ModelMetadata {
  readonly name: string;
  /** What the model does: `detect`, `landmark`, `embed` … */
  readonly task: string;
  readonly description: string;
  readonly licence: string;
  /** Where the weights come from. */
  readonly origin: string;
  readonly input: InputRecipe;
  readonly graph: Graph;
  /** By tensor, for those stored as bytes. */
  readonly quantization: Readonly<Record<string, Quantization>>;
  /** What the task needs besides: anchors, labels, alignment template, threshold … */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The key of the safetensors metadata under which the model's own metadata lies, as JSON. */
export const metadataKey = 'facegpu';

/** Raised when a reader of the older format could no longer read a file. */
export const formatVersion = 2;
