import { printJson, printText } from '@facegpu/pipeline/command-line';
import { type ApplyOptions, applyDecisions } from '../clean/apply.ts';

/** `facegpu dataset apply`: the cleaned data set as a CSV file, and files moved where that is wanted. */
export async function applyToDataset(
  source: string,
  decisions: string,
  { json, ...options }: ApplyOptions & { readonly json?: boolean },
): Promise<void> {
  const applied = await applyDecisions(source, decisions, options);
  if (json) {
    printJson(applied);
    return;
  }
  const { csv, people, kept, moved, dropped, unsure, stale } = applied;
  const where = options.move ? ', files too' : '; files lie where they lay';
  printText(`${kept} photos of ${people} people are in ${csv}`);
  printText(
    `${moved} moved to another person, ${dropped} dropped${where}; ${unsure} are undecided`,
  );
  for (const file of stale) printText(`${file}: a decision on a photo that is not there any more`);
}
