import { schema } from '@facegpu/nn';

/** A setting above 0. */
export const positive = schema.is('a number above 0', (value) => {
  return Number.isFinite(value) && Number(value) > 0;
});
