import { coldModelStart } from './cold-model.ts';
import { coldOnnxStart } from './cold-onnx.ts';
import type { DefaultNetwork } from './default-networks.ts';
import type { ColdStart } from './first-run.ts';
import type { OnnxModel } from './onnx-models.ts';

/** What is started: a default model, or an ONNX model. */
export type ColdNetwork = DefaultNetwork | { readonly onnx: OnnxModel };

/** The first run of a network in this process or page, by a contender's name. */
export function coldStart(name: string, network: ColdNetwork): Promise<ColdStart> {
  return 'onnx' in network ? coldOnnxStart(name, network.onnx) : coldModelStart(name, network);
}
