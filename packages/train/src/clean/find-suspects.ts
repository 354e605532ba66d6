import type { Metric } from '@facegpu/pipeline';
import type { FaceRecord } from '../dataset/face-record.ts';
import type { PreparedPhoto, UnreadablePhoto } from '../dataset/prepare-dataset.ts';
import { findTwins, type Twin } from './find-twins.ts';
import { judgeLabels, type LabelJudgement } from './judge-labels.ts';
import type { Suspect, Suspicion } from './kinds.ts';
import type { FindNearest } from './nearest.ts';
import { checkQuality } from './quality.ts';

/** A suspect, and what speaks against it. */
export interface Finding extends Suspect {
  /** In words, for each kind. */
  readonly reasons: readonly string[];
}

/** What distances mean. */
export interface Recognition {
  readonly metric: Metric;
  /** Below which two faces are taken for one person's. */
  readonly threshold: number;
}

/** The share of the threshold up to which two faces are taken for one picture: a cosine grows with the square. */
const sameShare = { cosine: 0.03, euclidean: 0.17 } as const satisfies Record<Metric, number>;

/** From here on a photo is more likely wrong than right. */
const suspicious = 0.5;

/** A second face that is this prominent beside the first may be the one that was meant. */
const leastRival = 0.4;

interface Charge {
  readonly kind: Suspicion;
  readonly score: number;
  readonly reason: string;
  readonly proposed?: string;
}

/**
 * The photos that somebody should look at, the worst first.
 *
 * The label's score is a mean: twice `own / (own + min(other, threshold))`, which passes one half where a face
 * is further from the centre of its person than from another's or than one person's faces are, and once
 * the share of the nearest faces that have another label.
 *
 * @param photos those that could be read, each with the person that it is said to show by now
 * @param unreadable photos that could not
 */
export async function findSuspects(
  photos: readonly PreparedPhoto[],
  unreadable: readonly UnreadablePhoto[],
  recognition: Recognition,
  findNearest: FindNearest,
): Promise<Finding[]> {
  const withFace = photos.flatMap(({ face, ...photo }) => (face ? [{ ...photo, face }] : []));
  const faces = withFace.map(({ person, hash, face }) => {
    return { person, hash, descriptor: face.descriptor };
  });
  const judgements = await judgeLabels(faces, recognition.metric, findNearest);
  const limit = sameShare[recognition.metric] * recognition.threshold;
  const labels = judgements.map((judgement) => labelScore(judgement, recognition.threshold));
  // Of two copies under two names, the one stays whose name is right; of two under one, the sharper.
  const twins = findTwins(faces, judgements, limit, (a, b) => {
    if (Math.abs(labels[a] - labels[b]) > 0.01) return labels[a] < labels[b];
    return withFace[a].face.sharpness > withFace[b].face.sharpness;
  });
  const flawsOf = checkQuality(withFace.map(({ face }) => face));
  const findings: Finding[] = [];
  for (const [i, photo] of withFace.entries()) {
    const charges = [
      chargeLabel(labels[i], judgements[i], recognition.threshold),
      chargeTwin(twins.get(i), photo.person, withFace, limit),
      chargeRival(photo.face),
      chargeQuality(flawsOf(photo.face)),
    ].filter((charge) => charge !== undefined);
    if (charges.length > 0) findings.push(toFinding(photo, charges));
  }
  for (const photo of photos) {
    if (photo.face) continue;
    findings.push(toFinding(photo, [{ kind: 'no-face', score: 1, reason: 'no face was found' }]));
  }
  for (const photo of unreadable) {
    const { message: reason } = photo;
    findings.push(toFinding(photo, [{ kind: 'quality', score: 1, reason }]));
  }
  return findings.sort((a, b) => b.score - a.score || (a.file < b.file ? -1 : 1));
}

/** How little a face's neighbourhood bears out its label, from 0 to 1. */
function labelScore({ own, other, agreement }: LabelJudgement, threshold: number): number {
  const rival = Math.min(other?.distance ?? threshold, threshold);
  // Alone, it can only be somebody else's.
  if (own === undefined || agreement === undefined) return Math.max(0, 1 - rival / threshold);
  const distances = own / (own + rival || 1);
  return (2 * distances + 1 - agreement) / 3;
}

function chargeLabel(
  score: number,
  { own, other, agreement }: LabelJudgement,
  threshold: number,
): Charge | undefined {
  if (score < suspicious) return undefined;
  const ownWords =
    own === undefined ? 'no other photo of its person' : `${own.toFixed(2)} from its own person`;
  const isOthers = other && other.distance < threshold && other.distance < (own ?? threshold);
  const agreeing =
    agreement === undefined ? '' : `, ${Math.round(agreement * 100)} % of its neighbours agree`;
  if (isOthers) {
    const reason = `${ownWords}, ${other.distance.toFixed(2)} from ${other.person}${agreeing}`;
    return { kind: 'label', score, reason, proposed: other.person };
  }
  return { kind: 'outlier', score, reason: `${ownWords}, and near to nobody else${agreeing}` };
}

function chargeTwin(
  twin: Twin | undefined,
  person: string,
  photos: readonly { readonly file: string; readonly person: string }[],
  limit: number,
): Charge | undefined {
  if (!twin) return undefined;
  const other = photos[twin.of];
  const what = twin.distance === 0 ? 'the same picture' : 'nearly the same picture';
  const reason = `${what} as ${other.file}`;
  // Of one person's photos, a copy does little harm; under two names, one must be wrong.
  if (other.person !== person) {
    return { kind: 'duplicate', score: 0.9, reason, proposed: other.person };
  }
  return { kind: 'duplicate', score: 0.6 - (0.1 * twin.distance) / limit, reason };
}

function chargeRival({ others, rival }: FaceRecord): Charge | undefined {
  if (rival < leastRival) return undefined;
  const reason = `${others + 1} faces: the next one is ${Math.round(rival * 100)} % as prominent`;
  return { kind: 'several-faces', score: suspicious * rival, reason };
}

function chargeQuality(flaws: readonly string[]): Charge | undefined {
  if (flaws.length === 0) return undefined;
  const score = suspicious * (1 - 0.5 ** flaws.length);
  return { kind: 'quality', score, reason: flaws.join(', ') };
}

function toFinding(
  { file, person }: { readonly file: string; readonly person: string },
  charges: readonly Charge[],
): Finding {
  const [worst] = [...charges].sort((a, b) => b.score - a.score);
  const proposed = worst.proposed ?? charges.find((charge) => charge.proposed)?.proposed ?? null;
  return {
    file,
    person,
    proposed,
    score: worst.score,
    kinds: charges.map(({ kind }) => kind),
    reasons: charges.map(({ reason }) => reason),
  };
}
