/**
 * `@facegpu/pipeline/faces`: faces that were found are chosen, scaled, read back from JSON, their landmarks named,
 * their pose told, their chips measured, and what is wrong with them named.
 */
export { chipFromJson } from './faces/chip-from-json.ts';
export { centralFace, largestFace } from './faces/pick.ts';
export { scaleFaces } from './faces/scale.ts';
export { type LandmarkGroups, landmarkGroups } from './landmark/groups.ts';
export { type Pose, poseOf } from './pose/pose.ts';
export { type QualityFlaw, qualityFlaws } from './quality/flaws.ts';
export { type ChipMeasures, measureChip } from './quality/measure-chip.ts';
