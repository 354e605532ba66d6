import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { errorOf, expectError } from '../../testing/errors.ts';
import { openRecords } from '../open-records.ts';
import { describeConformance } from '../testing/conformance.ts';
import {
  expectAcknowledged,
  kills,
  killsPatience,
  useEnrolling,
} from '../testing/enrolling-process.ts';
import { galleryOnCpu, recognizer } from '../testing/gallery-on-cpu.ts';
import { findPostgres, PostgresServer } from '../testing/postgres-server.ts';
import { openStorage } from './node.ts';
import { PostgresStorage } from './postgres.ts';

const programs = await findPostgres();
const { model } = recognizer;
const face = (...values: [number, number]) => ({ model, values: Float32Array.from(values) });

if (programs) describeServer(programs);
else {
  it('keeps galleries in Postgres', ({ skip }) =>
    skip('there is no Postgres here: apt-get install postgresql'));
}

function describeServer(programs: string): void {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start(programs);
  });
  afterAll(() => server?.dispose());
  const enrolling = useEnrolling();

  const address = (name: string) => server.address(name.replaceAll('-', '_'));
  const open = (name: string, create = true) => PostgresStorage.open(address(name), { create });

  describeConformance({
    name: 'postgres',
    create: (name) => open(name),
    reopen: (name) => open(name, false),
    onDisk: () => server.onDisk(),
  });

  describe('a gallery in Postgres', () => {
    it('is named by its address, and says nothing of the password', async () => {
      const storage = await openStorage(address('named'), true);
      expect(storage.name).toMatch(/^postgres:\/\/127\.0\.0\.1:\d+\/postgres\?schema=named$/);
      await storage.close();
      await expectError(() => storage.version(), 'disposed', /was closed/);
      await expectError(() => open('missing', false), 'file-unreadable', /there is no gallery/);
      await expectError(() => open('Capital'), 'bad-argument', /the schema is "Capital"/);
      const elsewhere = address('x').replace('/postgres?', '/nowhere?');
      const other = () => PostgresStorage.open(elsewhere, { create: true });
      await expectError(other, 'file-unreadable', /nowhere.* is not there/);
    });

    it('is made once, whoever comes first, and refuses a newer layout', async () => {
      const all = await Promise.all(Array.from({ length: 4 }, () => open('raced')));
      await Promise.all(all.map((storage) => storage.close()));
      const rows = await server.query('SELECT version FROM raced.migrations');
      expect(rows).toEqual([{ version: 1 }]);
      await server.query('INSERT INTO raced.migrations (version) VALUES (99)');
      await expectError(() => open('raced'), 'bad-gallery', /a newer FaceGPU/);
    });

    it('wakes whoever has its vectors on a GPU', async () => {
      const reader = await openRecords(await open('followed'), undefined);
      const packs = vi.spyOn(reader, 'packs');
      await using follower = galleryOnCpu(reader);
      await using writer = galleryOnCpu(await openRecords(await open('followed'), undefined));
      await follower.load();
      expect(packs).not.toHaveBeenCalled();
      await writer.enroll('Ada', face(1, 0));
      // Nobody has asked for anything.
      await vi.waitFor(() => expect(packs).toHaveBeenCalled(), { timeout: 20_000, interval: 5 });
    });

    it(
      `keeps what was acknowledged when a writer is killed, ${kills} times`,
      async () => {
        await expectAcknowledged(
          (prefix) => enrolling(address('killed'), prefix, 100_000),
          () => open('killed'),
        );
      },
      killsPatience,
    );

    it('goes on after the server was away, with all that was acknowledged', async () => {
      const records = await openRecords(await open('away'), undefined);
      const packs = vi.spyOn(records, 'packs');
      await using gallery = galleryOnCpu(records);
      await gallery.load();
      const acknowledged: string[] = [];
      let failure: unknown;
      const enrolling = (async () => {
        for (let i = 0; failure === undefined; i++) {
          const name = `p${i}`;
          await gallery.enroll(name, face(i, 1)).then(
            () => acknowledged.push(name),
            (error) => {
              failure = error;
            },
          );
        }
      })();
      await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(5), { timeout: 20_000 });
      await server.stop();
      await enrolling;
      expect(failure).toMatchObject({ code: 'unreachable' });
      const error = await errorOf(() => gallery.enroll('Ada', face(0, 0)));
      expect(error).toMatchObject({
        code: 'unreachable',
        fix: expect.stringMatching(/tries again/),
      });
      expect(String(error)).not.toContain('secret');
      await server.start();
      await gallery.enroll('Ada', face(0, 0));
      const names = (await gallery.list()).map(({ name }) => name);
      for (const name of acknowledged) expect(names).toContain(name);
      expect((await gallery.identify(face(0, 0)))[0].name).toBe('Ada');
      // It listens again, too.
      packs.mockClear();
      await using other = galleryOnCpu(await openRecords(await open('away'), undefined));
      await vi.waitFor(
        async () => {
          await other.enroll(`late ${Math.random()}`, face(9, 9));
          expect(packs).toHaveBeenCalled();
        },
        { timeout: 20_000, interval: 100 },
      );
    });
  });
}
