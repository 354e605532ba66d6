import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../../..');

it('the page on describing a model shows the description that the tests load', async () => {
  const page = await readFile(path.join(root, 'docs/describe.md'), 'utf8');
  const shown = /```json\n([^`]*)```/.exec(page)?.[1] ?? '';
  const file = await readFile(path.join(root, 'examples/models/yunet.json'), 'utf8');
  expect(JSON.parse(shown)).toEqual(JSON.parse(file));
});
