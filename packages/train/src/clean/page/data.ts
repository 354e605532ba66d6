import type { PageServer, PictureNumber } from '@facegpu/pipeline/page';
import type { Decision } from '../decisions.ts';
import type { Finding } from '../find-suspects.ts';

/** A suspect as the page shows it. */
export interface ShownSuspect extends Finding {
  readonly hash: string;
  /** The whole photo, reduced; not there where it can't be read. */
  readonly photo: PictureNumber | undefined;
  /** Left, top, width and height of the face in it, as shares of its sides. */
  readonly box: readonly [number, number, number, number] | undefined;
  readonly chip: PictureNumber | undefined;
  /** Chips of its own person's other photos, the most typical first. */
  readonly own: readonly PictureNumber[];
  /** Chips of the proposed person. */
  readonly others: readonly PictureNumber[];
}

/** Everything that the page needs. */
export interface PageData {
  /** Tells data sets apart where the browser keeps decisions. */
  readonly id: string;
  readonly title: string;
  readonly photos: number;
  /** Everybody's name, and how many photos there are. */
  readonly people: readonly (readonly [name: string, photos: number])[];
  /** The worst first. */
  readonly suspects: readonly ShownSuspect[];
  /** How many more there are. */
  readonly left: number;
  /** Data URLs. */
  readonly pictures: readonly string[];
  readonly decisions: readonly Decision[];
  /** How a server that served the page saves decisions; nothing where the page is a file. */
  readonly server: PageServer | undefined;
}
