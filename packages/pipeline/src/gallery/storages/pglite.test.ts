import { PGlite } from '@electric-sql/pglite';
import { afterAll } from 'vitest';
import { Queue } from '../../async/queue.ts';
import { describeConformance } from '../testing/conformance.ts';
import { pgliteDatabase } from '../testing/pglite.ts';
import { PostgresStorage } from './postgres.ts';

const postgres = await PGlite.create();
const turns = new Queue();
afterAll(() => postgres.close());

const open = (name: string, create: boolean) =>
  PostgresStorage.over(pgliteDatabase(postgres, turns), name.replaceAll('-', '_'), { create });

describeConformance({
  name: 'pglite',
  create: (name) => open(name, true),
  reopen: (name) => open(name, false),
});
