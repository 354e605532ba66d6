import { FaceGpuError } from '@facegpu/kernels';

/** What somebody decided of a photo. `unsure` changes nothing. */
export type Action = 'keep' | 'move' | 'drop' | 'unsure';

export interface Decision {
  /** Relative to the data set's folder, when it was decided on. */
  readonly file: string;
  /** Names the file's bytes, so that a photo is known again where it was moved, and isn't where it was replaced. */
  readonly hash: string;
  readonly action: Action;
  /** Whom it shows, of one that is to be moved. */
  readonly person?: string | undefined;
  /** When, as ISO 8601 has it: of two decisions on one photo the later counts. */
  readonly at: string;
}

/** The decisions on a data set, as their file holds them. */
export interface Decisions {
  readonly format: typeof decisionsFormat;
  readonly decisions: readonly Decision[];
}

export const decisionsFormat = 'facegpu-decisions-1';

const actions: readonly string[] = ['keep', 'move', 'drop', 'unsure'] satisfies Action[];

/**
 * @param source names where the text comes from, in errors
 * @throws FaceGpuError `bad-argument`
 */
export function parseDecisions(text: string, source: string): Decision[] {
  const flawed = (flaw: string) => {
    return new FaceGpuError(
      'bad-argument',
      `${source} is no file of decisions: ${flaw}`,
      'Give the JSON file that the page saved.',
    );
  };
  let json: Partial<Decisions> | null;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw flawed(cause instanceof Error ? cause.message : String(cause));
  }
  if (json?.format !== decisionsFormat) throw flawed(`its format isn't ${decisionsFormat}`);
  if (!Array.isArray(json.decisions)) throw flawed('it has no list of decisions');
  const wrong = json.decisions.findIndex((decision) => !isDecision(decision));
  if (wrong >= 0) {
    throw flawed(`decision ${wrong + 1} is ${JSON.stringify(json.decisions[wrong])}`);
  }
  return latest(json.decisions);
}

/** The later of two decisions on a photo, for each photo; in the order of the files. */
export function latest(decisions: readonly Decision[]): Decision[] {
  const known = new Map<string, Decision>();
  for (const decision of decisions) {
    const before = known.get(decision.file);
    if (!before || before.at <= decision.at) known.set(decision.file, decision);
  }
  return [...known.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** The text of a file of decisions. */
export function formatDecisions(decisions: readonly Decision[]): string {
  const content: Decisions = { format: decisionsFormat, decisions: latest(decisions) };
  return `${JSON.stringify(content, null, 1)}\n`;
}

function isDecision(value: unknown): value is Decision {
  if (typeof value !== 'object' || value === null) return false;
  const { file, hash, action, person, at } = value as Record<string, unknown>;
  const texts = [file, hash, at].every((text) => typeof text === 'string' && text !== '');
  if (!texts || typeof action !== 'string' || !actions.includes(action)) return false;
  return action === 'move' ? typeof person === 'string' && person.trim() !== '' : true;
}
