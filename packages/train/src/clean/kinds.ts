/** What can be wrong with a photo of a data set. */
export const suspicions = [
  /** It looks like somebody else of the set. */
  'label',
  /** The same picture is there twice. */
  'duplicate',
  /** It looks like nobody of the set, not its own person either. */
  'outlier',
  'no-face',
  'several-faces',
  /** Blurred, dark, small, turned away, or a file that can't be read. */
  'quality',
] as const;

export type Suspicion = (typeof suspicions)[number];

/** A photo that somebody should look at. */
export interface Suspect {
  /** Relative to the data set's folder. */
  readonly file: string;
  /** Whom it is said to show. */
  readonly person: string;
  /** Whom it more likely shows; nothing where that is nobody. */
  readonly proposed: string | null;
  /** From 0 to 1, the larger the worse: from 0.5 on something is more likely wrong than right. */
  readonly score: number;
  readonly kinds: readonly Suspicion[];
}
