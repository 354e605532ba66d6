import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { candidate, install, privilege, update } from './apt.mjs';
import { log, SetupError } from './log.mjs';
import { isDebian } from './os-release.mjs';

/** Where Debian has a Postgres for each version. */
const programs = '/usr/lib/postgresql';
/** What Debian's packages go by when they are installed. */
const settings = '/etc/postgresql-common/createcluster.d';

/** Installs Debian's Postgres for the tests of galleries, where there is none and where it can; else they are skipped. */
export async function ensurePostgres() {
  const isThere = existsSync(programs) && readdirSync(programs).length > 0;
  const sudo = privilege({ ask: false });
  // It takes root to say that no server is to be started.
  if (isThere || !isDebian() || sudo?.length !== 0) return;
  try {
    log.step('there is no Postgres on this machine');
    await update(sudo);
    if (!candidate('postgresql')) return;
    await withoutServer(() => install(sudo, ['postgresql']));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    log.step(`Postgres could not be installed: ${error.message}`);
  }
}

/**
 * Installs while no database is made, and so no server started: tests start one of their own.
 *
 * @param {() => Promise<void>} work
 */
async function withoutServer(work) {
  const file = path.join(settings, 'facegpu.conf');
  await mkdir(settings, { recursive: true });
  await writeFile(file, 'create_main_cluster = false\n');
  try {
    await work();
  } finally {
    await rm(file, { force: true });
  }
}
