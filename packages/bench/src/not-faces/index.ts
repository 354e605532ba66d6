export { drawFaces, drawPatterns, drawShapes } from './drawings.ts';
export { photographsOfAnimals, picturesOfThings } from './photographs.ts';
export { picturesOfBusts, picturesOfStatue } from './statues.ts';
