import { readFile } from 'node:fs/promises';
import { testFiles } from '#kit-tests';
import { askChild } from '../works/child.ts';
import { withoutCaches } from '../works/cold-in-child.ts';
import type { Line } from './lines.ts';
import type { SectionName } from './plan.ts';
import { messageOf, type Task } from './section.ts';
import { sectionsOf } from './sections.ts';

// One section in this process: its lines go to the process that has forked it.
const task = JSON.parse(process.argv[2]) as Task;
const versions = JSON.parse(
  await readFile(new URL('versions.json', import.meta.url), 'utf8'),
) as Record<string, string>;
const cold = new URL('cold.js', import.meta.url).href;
const sections = sectionsOf({
  testFiles,
  versions,
  startCold: (name, network) => askChild(cold, [name, JSON.stringify(network)], withoutCaches),
});
// Nobody is left to tell.
process.on('disconnect', () => process.exit());
const sent: Promise<void>[] = [];
const send = (line: Line) => {
  sent.push(new Promise((resolve) => process.send?.(line, undefined, undefined, () => resolve())));
};
try {
  await sections[task.name as SectionName]({ ...task, send });
} catch (error) {
  send({ kind: 'failed', what: task.name, why: messageOf(error) });
}
await Promise.all(sent);
// Devices are left to the end of the process.
process.exit();
