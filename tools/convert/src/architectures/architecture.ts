import type { ImageInput, ModelDescription } from '@facegpu/nn';
import type { NetworkWriter } from '../network-writer.ts';

/** A network that the converter knows: how its weights become a graph, and what the file says. */
export interface Architecture extends ModelDescription {
  readonly input: ImageInput;
  /** What its weights are called: `SOURCE-weights_manifest.json`. */
  readonly source: string;
  /** Writes the graph and returns the names of its outputs. */
  write(net: NetworkWriter): readonly string[];
}
