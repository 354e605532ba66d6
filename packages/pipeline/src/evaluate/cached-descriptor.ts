import type { LineFormat } from '../cli/line-cache.ts';

/** What was found in a photo: a descriptor, or no face. */
export type CachedDescriptor = readonly number[] | null;

/** How descriptors are kept in a file. */
export const descriptorLines: LineFormat<CachedDescriptor> = {
  encode: (descriptor) => ({ descriptor }),
  decode(fields) {
    const { descriptor } = fields as { readonly descriptor?: unknown };
    return descriptor === null || Array.isArray(descriptor) ? descriptor : undefined;
  },
};

/** How the quality of a photo's face is kept in the same file; nothing of it where there is no face. */
export const qualityLines: LineFormat<number> = {
  encode: (quality) => ({ quality }),
  decode(fields) {
    const { quality } = fields as { readonly quality?: unknown };
    return typeof quality === 'number' ? quality : undefined;
  },
};
