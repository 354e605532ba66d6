/** `@facegpu/pipeline/faces`: faces that were found are chosen, scaled, and their landmarks named. */
export { centralFace, largestFace } from './faces/pick.ts';
export { scaleFaces } from './faces/scale.ts';
export { type LandmarkGroups, landmarkGroups } from './landmark/groups.ts';
