import type { Architecture } from './architectures/architecture.ts';
import { type Conversion, toConversion } from './conversion.ts';
import { NetworkWriter } from './network-writer.ts';
import type { TfjsWeights } from './tfjs/weights.ts';

/**
 * Makes a model file of a network's weights.
 *
 * @throws FaceGpuError `bad-model` or `shape-mismatch` where the weights don't fit the architecture
 */
export async function convert(
  architecture: Architecture,
  weights: TfjsWeights,
): Promise<Conversion> {
  const { name, task, description, licence, origin, input, settings } = architecture;
  const writer = new NetworkWriter(weights);
  const { graph, tensors, quantization, unused } = writer.finish(architecture.write(writer));
  const metadata = {
    ...{ name, task, description, licence, origin, input },
    ...{ graph, quantization, settings },
  };
  return toConversion(metadata, tensors, unused);
}
