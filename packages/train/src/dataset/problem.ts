/** What can be wrong with a data set, and doesn't keep the rest of it from being used. */
export type ProblemKind =
  /** A person's folder without a photo. */
  | 'empty-person'
  /** A person with one photo: there is nothing to compare it with. */
  | 'single-photo'
  /** People whose names differ in case, spaces or accents' encoding alone. */
  | 'same-name'
  /** A photo that belongs to no person's folder. */
  | 'nobodys'
  | 'unreadable'
  | 'no-face'
  /** Several faces: the most prominent was taken. */
  | 'several-faces';

export interface Problem {
  readonly kind: ProblemKind;
  /** The photo, relative to the data set's folder, or the person, that it is about. */
  readonly subject: string;
  readonly message: string;
}
