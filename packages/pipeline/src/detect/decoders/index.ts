import type { ModelSettings } from '../../models/settings.ts';
import type { BoxDecoder, DecoderTable } from './decoder.ts';
import { ssd } from './ssd.ts';
import { yolo } from './yolo.ts';

/** Every kind that comes with the library. */
export const allDecoders: DecoderTable = { ssd, yolo };

/**
 * The decoder of a detector, which its file names.
 *
 * @throws FaceGpuError `bad-model`
 */
export function decoderOf(settings: ModelSettings, decoders: DecoderTable): BoxDecoder {
  const own = settings.table('decoder');
  const kind = own.text('kind');
  if (Object.hasOwn(decoders, kind)) return decoders[kind](own);
  const known = Object.keys(decoders).join(', ');
  throw own.wrong('kind', `is "${kind}", which is not known`, `one of ${known}`);
}
