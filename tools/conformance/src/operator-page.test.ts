import path from 'node:path';
import { expect, it } from 'vitest';
import { operatorPage } from './operator-page.ts';

const page = path.resolve(import.meta.dirname, '../../../docs/onnx-operators.md');

it('the page of operators says what the code does', async () => {
  await expect(operatorPage()).toMatchFileSnapshot(page);
});
