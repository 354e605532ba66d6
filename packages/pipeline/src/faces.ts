/** `@facegpu/pipeline/faces`: faces that were found are chosen, scaled, read back from JSON, and their landmarks named. */
export { chipFromJson } from './faces/chip-from-json.ts';
export { centralFace, largestFace } from './faces/pick.ts';
export { scaleFaces } from './faces/scale.ts';
export { type LandmarkGroups, landmarkGroups } from './landmark/groups.ts';
