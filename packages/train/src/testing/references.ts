import { operatorReferences, type Reference } from '@facegpu/nn/testing';

/** A reference for each operator of a training. */
export const trainingReferences: Readonly<Record<string, Reference>> = {
  ...operatorReferences,
};
