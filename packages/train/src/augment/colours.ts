import type { ChannelMix } from '@facegpu/kernels';

/** What becomes of red, green and blue, values from 0 to 255. */
export type ColourMap = readonly [ChannelMix, ChannelMix, ChannelMix];

/** How much of red, green and blue makes the luma of ITU-R BT.601. */
const luma = [0.299, 0.587, 0.114] as const;

/** The middle of the values, about which contrast is raised and lowered. */
const grey = 127.5;

export interface ColourChange {
  /** Added to all values, in shares of the whole range. */
  readonly brightness: number;
  /** Factor of what a value differs from middle grey by. */
  readonly contrast: number;
  /** Factor of what a colour differs from its luma by: 0 is grey. */
  readonly saturation: number;
  /** Factors of red, green and blue: the light's own colour. */
  readonly tint: readonly [red: number, green: number, blue: number];
}

/** Tint, then saturation, contrast and brightness, as one map. */
export function colourMap({ brightness, contrast, saturation, tint }: ColourChange): ColourMap {
  const constant = grey - contrast * grey + 255 * brightness;
  const row = (channel: 0 | 1 | 2): ChannelMix => {
    const share = (from: 0 | 1 | 2) => {
      const own = from === channel ? saturation : 0;
      return contrast * (own + (1 - saturation) * luma[from]) * tint[from];
    };
    return [share(0), share(1), share(2), constant];
  };
  return [row(0), row(1), row(2)];
}
