import { errorVersusDiscard } from '@facegpu/pipeline/evaluate';

/**
 * The share of pairs that a threshold decides wrongly, of all and where the tenth of the worst quality is discarded, each
 * with its interval (Wilson, 95 %), as cells of a table.
 *
 * @param {readonly import('@facegpu/pipeline/evaluate').QualifiedPair[]} pairs
 * @param {number} threshold
 */
export function errorCells(pairs, threshold) {
  const points = errorVersusDiscard(pairs, threshold);
  return [0, 0.1].map((discarded) => {
    const point = points.find((own) => own.discarded === discarded);
    if (!point) throw new Error('there are too few pairs');
    const { error, interval, pairs: kept } = point;
    const [low, high] = [interval.low, interval.high].map((share) => share.toFixed(3));
    const wrong = Math.round(error * kept * 10) / 10;
    return `${error.toFixed(3)} (${low} – ${high}; ${wrong} / ${kept})`;
  });
}
