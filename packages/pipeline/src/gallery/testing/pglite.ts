import type { PGlite } from '@electric-sql/pglite';
import type { Queue } from '../../async/queue.ts';
import type { SqlDatabase } from '../storages/sql-database.ts';

/** A Postgres within the process as a database that several have open: its one connection goes from hand to hand. */
export function pgliteDatabase(postgres: PGlite, turns: Queue): SqlDatabase {
  const ended: (() => Promise<void>)[] = [];
  return {
    name: 'pglite',
    session: () =>
      new Promise((taken) => {
        void turns.add(
          () =>
            new Promise<void>((release) => {
              taken({
                query: async (sql, values) => {
                  if (values)
                    return (await postgres.query<Record<string, unknown>>(sql, [...values])).rows;
                  return ((await postgres.exec(sql)).at(-1)?.rows ?? []) as Record<
                    string,
                    unknown
                  >[];
                },
                release: () => release(),
              });
            }),
        );
      }),
    listen(channel, heard) {
      void postgres.listen(channel, heard).then((end) => ended.push(() => end()));
    },
    close: async () => void (await Promise.all(ended.map((end) => end()))),
  };
}
