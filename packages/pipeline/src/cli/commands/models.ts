import { readFile } from 'node:fs/promises';
import { FaceGpuError } from '@facegpu/kernels';
import Table from 'cli-table3';
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
  try {
    const { directory } = await import('@facegpu/models');
    return JSON.parse(await readFile(new URL('models.json', directory), 'utf8')) as ModelEntry[];
  } catch (cause) {
    throw new FaceGpuError(
      'no-models',
      'the default models are not installed',
      'Install @facegpu/models (in a checkout: npm run build).',
      { cause },
    );
  }
}
