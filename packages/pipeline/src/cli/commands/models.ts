import { readFile } from 'node:fs/promises';
import Table from 'cli-table3';
import { defaultModels } from '../../platform/default-models.ts';
import { printJson, printText } from '../report.ts';

/** A row of the list that comes with the models. */
interface ModelEntry {
  readonly name: string;
  readonly task: string;
  readonly description: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly licence: string;
  readonly origin: string;
}

/** `facegpu models`: what is installed, under which licence, and where it comes from. */
export async function models({ json }: { json?: boolean }): Promise<void> {
  const entries = await readIndex();
  if (json) {
    printJson(entries);
    return;
  }
  // A name that is cut off can't be given to anything.
  const longest = Math.max(...entries.map(({ name }) => name.length));
  const table = new Table({
    head: ['model', 'task', 'kB', 'licence', 'origin'],
    style: { head: [], border: [] },
    colWidths: [longest + 2, 12, 7, 44, 44],
    wordWrap: true,
  });
  for (const { name, task, bytes, licence, origin } of entries) {
    table.push([name, task, (bytes / 1e3).toFixed(0), licence, origin]);
  }
  printText(table.toString());
}

async function readIndex(): Promise<ModelEntry[]> {
  const list = new URL('models.json', await defaultModels());
  return JSON.parse(await readFile(list, 'utf8')) as ModelEntry[];
}
