export { roundTo } from '../tensor/values.ts';
export { differenceFromSlope, type GradientCheck } from './central-differences.ts';
export { difference, type Tolerance } from './compare.ts';
export { elementwiseTolerances, type Input, KernelFixture, tolerances } from './fixture.ts';
export { gpuTest, type KernelCase, kernelTest, useDevice } from './kernel-test.ts';
export { Random } from './random.ts';
export * from './references.ts';
export { type Starvation, starve, starveEach } from './starve.ts';
