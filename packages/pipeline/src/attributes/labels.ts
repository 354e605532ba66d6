/** The expressions that are told apart. */
export const expressions = [
  'neutral',
  'happy',
  'sad',
  'angry',
  'fearful',
  'disgusted',
  'surprised',
] as const;
export type Expression = (typeof expressions)[number];

export const genders = ['male', 'female'] as const;
export type Gender = (typeof genders)[number];
