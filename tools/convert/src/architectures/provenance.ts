/** The terms of all default weights; those of the data behind them are added to it. */
export const mit = 'MIT (as distributed in @vladmandic/face-api)';

export const landmarkLicence = `${mit}; the training data aren't named, and 68-point sets of the iBUG 300-W family exclude commercial use`;

/** Where the facts about training come from. */
export const tutorial = '@vladmandic/face-api 1.7.15, TUTORIAL.md';
