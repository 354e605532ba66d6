/** The terms of all default weights; those of the data behind them are added to it. */
export const mit = 'MIT (as distributed in @vladmandic/face-api)';

export const landmarkLicence = `${mit}; the training data aren't named, and 68-point sets of the iBUG 300-W family exclude commercial use`;

/** Where the facts about training come from. */
export const tutorial = '@vladmandic/face-api 1.7.15, TUTORIAL.md';

/** What the thresholds of recognition models were measured on, as `facegpu evaluate --people` measures. */
export const calibrationSet =
  'all 3,012,747 pairs of two people among 2,456 photos of 973 people: View 1 training set of Labeled Faces in the Wild, three photos a person at most, 150 pixels';
