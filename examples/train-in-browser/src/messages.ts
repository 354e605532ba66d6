import type { ChipImage, LoadProgress } from '@facegpu/pipeline';
import type { PresetName, StepReport } from '@facegpu/train';

/** What the page asks of the worker. */
export type Request =
  /** To find the face that a photo is about. */
  | { readonly kind: 'look'; readonly photo: number; readonly file: Blob }
  | { readonly kind: 'train'; readonly order: TrainingOrder }
  /** To end the training now, with the best weights so far. */
  | { readonly kind: 'stop' };

export interface TrainingOrder {
  readonly net: PresetName;
  readonly minutes: number;
  /** For each person the numbers of the photos, which were looked at and have a face. */
  readonly train: readonly (readonly number[])[];
  /** The same of those whom it is measured with. */
  readonly held: readonly (readonly number[])[];
}

/** What the worker tells the page. */
export type Reply =
  | { readonly kind: 'loading'; readonly progress: LoadProgress }
  | { readonly kind: 'ready'; readonly adapter: string; readonly software: boolean }
  /** The pipeline can't be had. */
  | { readonly kind: 'unable'; readonly error: Explanation }
  | { readonly kind: 'looked'; readonly photo: number; readonly found: FoundFace | Explanation }
  | { readonly kind: 'step'; readonly news: StepNews }
  | { readonly kind: 'measured'; readonly step: number; readonly accuracy: number }
  | { readonly kind: 'trained'; readonly result: TrainingResult }
  | { readonly kind: 'failed'; readonly error: Explanation };

/** Of a photo that could be read. */
export interface FoundFace {
  /** The face as it was aligned; nothing where there is none. */
  readonly chip: ChipImage | undefined;
  /** How many more faces there are. */
  readonly others: number;
}

export interface StepNews {
  readonly step: number;
  readonly report: StepReport;
  /** Whether all descriptors lie together. */
  readonly isCollapsed: boolean;
  readonly milliseconds: number;
  /** How much of the training lies behind it, from 0 to 1. */
  readonly share: number;
  /** Photos that it was trained with. */
  readonly photos: number;
}

export interface TrainingResult {
  readonly accuracy: number;
  readonly auc: number;
  /** How many people it was measured with. */
  readonly people: number;
  /** The bytes of the model file. */
  readonly model: Uint8Array<ArrayBuffer>;
}

/** An error: errors lose what isn't their message on the way from a worker. */
export interface Explanation {
  readonly message: string;
  readonly fix: string;
}
