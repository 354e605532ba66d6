/** The frames of a sequence of photos, in order. */
export const frameNames = Array.from({ length: 10 }, (_, i) => `frame-${i}` as const);

/** The pictures that photo works look at. */
export const pictureNames = ['one-face', 'five-faces', 'twenty-faces', ...frameNames] as const;

export type PictureName = (typeof pictureNames)[number];
