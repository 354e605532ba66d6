import { expect, it, vi } from 'vitest';
import { expectError } from '../../testing/errors.ts';

vi.mock('libsql', () => {
  throw new Error('Cannot find package');
});

it('says how the package is installed that a gallery in a file needs', async () => {
  const { SqliteStorage } = await import('./sqlite.ts');
  const open = () => SqliteStorage.open('/nowhere/people.db', { create: true });
  await expectError(open, 'missing-package', /"libsql"/);
  await open().catch((error: { fix: string }) => {
    expect(error.fix).toBe('Install it beside FaceGPU: npm install libsql');
  });
});
