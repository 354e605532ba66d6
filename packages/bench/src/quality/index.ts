export { degraded } from './degraded.ts';
export { fitQuality, lossOf, type MatedPair, type TermValues } from './fit-quality.ts';
