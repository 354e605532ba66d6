/** The default models, by what the pipeline needs them for. */
export const modelNames = {
  ssd: 'ssd-mobilenet-v1',
  tiny: 'tiny-face-detector',
  landmarks: 'landmarks-68',
  recognition: 'face-recognition-128',
  expression: 'expression',
  ageGender: 'age-gender',
} as const;
