import sharp, { type Sharp } from 'sharp';

/** Something that happens to a photo. */
export interface Condition {
  readonly name: string;
  /** Photos are turned: tried with more pairs than what else happens to photos. */
  readonly rolled?: true;
  /**
   * @param photo RGB, no alpha
   * @param index which photo of its list it is: every second one is turned the other way
   */
  change(photo: Sharp, index: number): Promise<Sharp> | Sharp;
}

const grey = { r: 128, g: 128, b: 128 };

const rolled = (name: string, degrees: number): Condition => ({
  name,
  rolled: true,
  change: (photo, index) =>
    photo.rotate(index % 2 === 0 ? degrees : -degrees, { background: grey }),
});

/** Wider or higher than it was. */
const stretched = (name: string, factor: number): Condition => ({
  name,
  async change(photo) {
    const { width, height } = await sizeOf(photo);
    return photo.resize(Math.round(width * factor), height, { fit: 'fill' });
  },
});

/** Dark over a part of a portrait, whose face is in its middle: left, top, width and height are shares of the photo's. */
const hidden = (name: string, [left, top, across, down]: readonly number[]): Condition => ({
  name,
  async change(photo) {
    const { width, height } = await sizeOf(photo);
    const input = {
      create: {
        width: Math.round(width * across),
        height: Math.round(height * down),
        channels: 3,
        background: { r: 40, g: 40, b: 40 },
      },
    } as const;
    return photo.composite([
      { input, left: Math.round(width * left), top: Math.round(height * top) },
    ]);
  },
});

/** RGB, row by row. */
export interface Bitmap {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** What photos are tried under, the unchanged one first. */
export const conditions: readonly Condition[] = [
  { name: 'upright', change: (photo) => photo },
  rolled('rolled by ±20°', 20),
  rolled('rolled by ±35°', 35),
  rolled('rolled by ±90°', 90),
  rolled('upside down', 180),
  {
    name: 'blurred',
    async change(photo) {
      const { width } = await sizeOf(photo);
      return photo.blur(width / 60);
    },
  },
  { name: 'dark', change: (photo) => photo.linear(0.15, 0) },
  { name: 'backlit', change: backlit },
  { name: 'grey', change: (photo) => photo.modulate({ saturation: 0 }) },
  {
    name: 'JPEG of quality 20',
    change: async (photo) => sharp(await photo.jpeg({ quality: 20 }).toBuffer()),
  },
  stretched('30 % wider', 1.3),
  stretched('30 % narrower', 0.7),
  {
    name: 'a third of the size',
    async change(photo) {
      const { width } = await sizeOf(photo);
      return photo.resize({ width: Math.round(width / 3) });
    },
  },
  hidden('eyes hidden', [0.2, 0.36, 0.6, 0.12]),
  hidden('mouth hidden', [0.25, 0.6, 0.5, 0.25]),
];

/** A photo under a condition. */
export async function changed(given: Sharp, condition: Condition, index: number): Promise<Bitmap> {
  const photo = await given
    .autoOrient()
    .toColourspace('srgb')
    .removeAlpha()
    .png({ compressionLevel: 0 })
    .toBuffer();
  return pixelsOf(await condition.change(sharp(photo), index));
}

async function pixelsOf(photo: Sharp): Promise<Bitmap> {
  const { data, info } = await photo.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

/** The light is behind: what is in the middle gets dark, what is around it too bright. */
async function backlit(photo: Sharp): Promise<Sharp> {
  const { data, width, height } = await pixelsOf(photo);
  const lit = data.map((value, i) => {
    const pixel = Math.floor(i / 3);
    const x = (pixel % width) / width - 0.5;
    const y = Math.floor(pixel / width) / height - 0.5;
    const from = Math.min(1, Math.hypot(x, y) / 0.5);
    return Math.min(255, value * (0.2 + 1.4 * from ** 2) + 60 * from ** 2);
  });
  return sharp(lit, { raw: { width, height, channels: 3 } });
}

async function sizeOf(photo: Sharp): Promise<{ width: number; height: number }> {
  const { width = 0, height = 0 } = await photo.metadata();
  return { width, height };
}
