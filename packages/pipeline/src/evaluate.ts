/** How well people are told apart: for whoever measures a recogniser without a command line. */
export {
  type CalibrateOptions,
  type CalibrationReport,
  calibratePeople,
} from './evaluate/calibrate-people.ts';
export {
  type Agreement,
  agreementByPerson,
  bCubedAgreement,
  type PersonAgreement,
  pairwiseAgreement,
} from './evaluate/cluster-agreement.ts';
export { type AllPairs, compareAll, type Template } from './evaluate/compare-all.ts';
export {
  type CrossValidation,
  crossValidate,
  decideByFolds,
  type FoldedPair,
} from './evaluate/cross-validate.ts';
export { DistanceHistogram } from './evaluate/distance-histogram.ts';
export {
  type DiscardPoint,
  errorVersusDiscard,
  type QualifiedPair,
} from './evaluate/error-discard.ts';
export {
  commonPoints,
  type LandmarkErrors,
  landmarkError,
  markedOrder,
  summarizeErrors,
} from './evaluate/landmark-error.ts';
export { mcNemar } from './evaluate/mc-nemar.ts';
export {
  type MeasuredPair,
  type Metrics,
  measure as measurePairs,
  pairsToMeasure,
} from './evaluate/metrics.ts';
export { calibrate, measurePeople, type PeopleMetrics } from './evaluate/people-metrics.ts';
export { sequence } from './evaluate/resample.ts';
export { type Interval, wilson } from './evaluate/wilson.ts';
export { distanceAtRate, type Threshold } from './match/thresholds.ts';
export {
  scoreOf as qualityScoreOf,
  terms as qualityTerms,
  type Weights as QualityWeights,
  weights as qualityWeights,
} from './quality/score.ts';
