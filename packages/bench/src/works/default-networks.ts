/** A network of a default model. */
export interface DefaultNetwork {
  readonly model: string;
  /** The name of its input, an image. */
  readonly input: string;
  /** The side of the image. */
  readonly size: number;
}

/** The networks on the way from a photo to a name; the last one is the recogniser of old. */
export const defaultNetworks = {
  ssd: { model: 'ssd-mobilenet-v1', input: 'image', size: 512 },
  landmarks: { model: 'landmarks-68', input: 'image', size: 112 },
  arcface: { model: 'arcface-mobilefacenet', input: 'input', size: 112 },
  dlib: { model: 'face-recognition-128', input: 'image', size: 150 },
} as const satisfies Readonly<Record<string, DefaultNetwork>>;
