import { type Model, valuesOf } from '@facegpu/nn';

/** The names of a model's values that {@link decodeSsd} needs. */
export interface SsdDecoder {
  readonly kind: 'ssd';
  readonly anchors: string;
  readonly encodings: string;
  readonly logits: string;
  /** Which of the logits is the face's. */
  readonly scoreIndex: number;
}

export function isSsd(settings: object): settings is { decode: SsdDecoder } {
  return (settings as { decode?: Partial<SsdDecoder> }).decode?.kind === 'ssd';
}

/**
 * Boxes and scores of an SSD detector as its original gives them, in float64. Encodings move an
 * anchor's centre by tenths of its size, and scale its size by the exponential of their fifth.
 *
 * @returns boxes `[batch, boxes, 4]`: top, left, bottom, right; scores `[batch, boxes]`
 */
export function decodeSsd(
  outputs: Readonly<Record<string, Float32Array>>,
  decoder: SsdDecoder,
  model: Model,
): { boxes: Float64Array; scores: Float64Array } {
  const { [decoder.encodings]: encodings = [], [decoder.logits]: logits = [] } = outputs;
  const anchors = valuesOf(model.constant(decoder.anchors));
  const count = encodings.length / 4;
  const boxes = new Float64Array(count * 4);
  for (let i = 0; i < count; i++) {
    for (const axis of [0, 1]) {
      const at = i * 4 + axis;
      const near = anchors[at % anchors.length];
      const size = anchors[(at % anchors.length) + 2] - near;
      const centre = near + size / 2 + (encodings[at] / 10) * size;
      const half = (Math.exp(encodings[at + 2] / 5) * size) / 2;
      boxes[at] = centre - half;
      boxes[at + 2] = centre + half;
    }
  }
  const classes = logits.length / count;
  const scores = Float64Array.from({ length: count }, (_, i) => {
    return 1 / (1 + Math.exp(-logits[i * classes + decoder.scoreIndex]));
  });
  return { boxes, scores };
}
