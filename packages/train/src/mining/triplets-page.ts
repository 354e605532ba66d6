import type { ChipImage } from '@facegpu/pipeline';
import { escapeHtml, Pictures } from '@facegpu/pipeline/command-line';
import { fillPage } from '../dataset/report/render-report.ts';
import type { Confusion, Found } from './mine-set.ts';

/** A chip, the farthest of its person, and the nearest of somebody else. */
export interface HardTriplet {
  readonly anchor: number;
  readonly positive: Found;
  readonly negative: Found;
}

/** A chip as the page shows it. */
export interface ShownChip {
  readonly person: string;
  readonly file: string;
  readonly image: ChipImage;
}

export interface TripletsPageOptions {
  /** What stands above, in words. */
  readonly title: string;
  /** When they were found, in words. */
  readonly when: string;
  /** The hardest first. */
  readonly triplets: readonly HardTriplet[];
  chip(number: number): ShownChip;
}

/**
 * The triplets of a set that lack most of what they should have: those whose negative is nearer than the positive, by
 * as much as anywhere. Two chips of one person are shown once.
 *
 * @param most how many, at most
 */
export function hardestTriplets(mined: readonly Confusion[], most: number): HardTriplet[] {
  const all = mined.flatMap(({ positives, negatives }, anchor): HardTriplet[] => {
    const [positive, negative] = [positives.at(0), negatives.at(0)];
    return positive && negative ? [{ anchor, positive, negative }] : [];
  });
  const chosen: HardTriplet[] = [];
  const shown = new Set<string>();
  for (const triplet of all.sort((a, b) => excess(b) - excess(a) || a.anchor - b.anchor)) {
    const pair = `${[triplet.anchor, triplet.positive.chip].sort((a, b) => a - b)}`;
    if (shown.has(pair)) continue;
    if (chosen.push(triplet) === most) break;
    shown.add(pair);
  }
  return chosen;
}

/** By how much the negative is nearer than the positive. */
function excess({ positive, negative }: HardTriplet): number {
  return positive.distance - negative.distance;
}

/** A page with triplets as chips, which needs nothing besides itself. */
export async function renderTriplets(options: TripletsPageOptions): Promise<string> {
  const { title, when, triplets } = options;
  const pictures = new Pictures();
  const show = async (number: number, role: string) => {
    const { person, file, image } = options.chip(number);
    const url = pictures.urls[await pictures.addChip(`${number}`, async () => image)];
    const [who, what] = [escapeHtml(person), escapeHtml(file)];
    return `<figure><img src="${url}" alt="${who}"><figcaption><b>${who}</b>${role}<br>${what}</figcaption></figure>`;
  };
  const items: string[] = [];
  for (const triplet of triplets) {
    const { anchor, positive, negative } = triplet;
    const by = excess(triplet);
    const words =
      by > 0
        ? `the other is nearer by ${by.toFixed(2)}`
        : `the other is farther by ${(-by).toFixed(2)}`;
    items.push(
      `<li>${await show(positive.chip, 'positive')}<span class="own">${positive.distance.toFixed(2)}</span>` +
        `${await show(anchor, 'anchor')}<span class="other">${negative.distance.toFixed(2)}</span>` +
        `${await show(negative.chip, 'negative')}<p>${words}</p></li>`,
    );
  }
  const wrong = triplets.filter((triplet) => excess(triplet) > 0).length;
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p>The hardest triplets of the whole set, ${escapeHtml(when)}: a chip, the farthest of its own person, and the nearest of somebody else, with their distances from it. In ${wrong} of these ${triplets.length} the other is nearer.</p>`,
    `<ol class="triplets">${items.join('')}</ol>`,
  ];
  return fillPage(title, body.join('\n'));
}
