import type { PageServer } from '../../page/kept-text.ts';
import type { PictureNumber } from '../../page/pictures.ts';
import type { PeopleFile } from '../people-file.ts';

/** A face as the page shows it. */
export interface ShownFace {
  readonly key: string;
  readonly chip: PictureNumber;
  /** The photo's file, as it was named. */
  readonly file: string;
  /** How well it fits where it was put, from 0 to 1. */
  readonly score: number;
  readonly doubtful: boolean;
}

/** Everything that the page needs. */
export interface PageData {
  /** Tells libraries apart where the browser keeps decisions, and what one was grouped into from what it was before. */
  readonly id: string;
  readonly title: string;
  /** How many photos were looked through. */
  readonly photos: number;
  readonly faces: readonly ShownFace[];
  readonly people: PeopleFile;
  /** Data URLs. */
  readonly pictures: readonly string[];
  /** How a server that served the page saves decisions; nothing where the page is a file. */
  readonly server: PageServer | undefined;
}
