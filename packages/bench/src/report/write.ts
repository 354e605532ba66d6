import { mkdir, writeFile } from 'node:fs/promises';
import { toJson } from './json.ts';
import { byKind, hasPlot, headingOf, type Report, toMarkdown } from './markdown.ts';
import { plotTimes } from './plot.ts';

/** Writes `report.md`, `results.json` and a picture for each kind into a folder. */
export async function writeReport(folder: URL, report: Report): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [kind, results] of byKind(report.results)) {
    if (!hasPlot(results)) continue;
    const svg = await plotTimes(results, `${headingOf(kind)}: ${report.title}`);
    await writeFile(new URL(`${kind}.svg`, folder), `${svg}\n`);
  }
  await writeFile(new URL('report.md', folder), toMarkdown(report));
  await writeFile(new URL('results.json', folder), toJson(report.results));
}
