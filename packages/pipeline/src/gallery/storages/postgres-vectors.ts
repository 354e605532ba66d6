import { type DistanceMetric, FaceGpuError } from '@facegpu/kernels';
import type { FaceVector } from '../pack-writer.ts';
import { type Pack, vectorAt } from '../packs.ts';
import type { NearestOptions, NearFace, ReadPacks, VectorTable } from '../storage.ts';
import type { SqlSession } from './sql-database.ts';

/** Packs that are taken over in one transaction. */
const together = 16;

/** A distance by pgvector's operators, as `VectorIndex` has it. */
const distances: Readonly<Record<DistanceMetric, (operator: (sign: string) => string) => string>> =
  {
    squaredEuclidean: (operator) => `power(${operator('<->')}, 2)`,
    innerProduct: (operator) => operator('<#>'),
    // Nothing is at an angle to the zero vector.
    cosine: (operator) => `coalesce(nullif(${operator('<=>')}, 'NaN'), 1)`,
  };

/** How a table of a gallery is worked on; the search path leads to it. */
export interface Transactions {
  /** Where the database is, without a password. */
  readonly name: string;
  read<T>(work: (session: SqlSession) => Promise<T>): Promise<T>;
  /** While nobody else, in any process, writes. */
  write<T>(work: (session: SqlSession) => Promise<T>): Promise<T>;
}

/**
 * The vectors of a gallery's named faces in a table of [pgvector](https://github.com/pgvector/pgvector)'s type, made
 * from its packs by whoever searches first after a change. A face's row goes with the face.
 */
export class PostgresVectors implements VectorTable {
  readonly #transactions: Transactions;
  /** The schema that has pgvector, once the tables are there. */
  #extension: Promise<string> | undefined;

  constructor(transactions: Transactions) {
    this.#transactions = transactions;
  }

  async follow(read: ReadPacks): Promise<number> {
    const schema = await this.#schema();
    const changed = await this.#transactions.write(async (session) => {
      await session.query(`
        DELETE FROM vectors WHERE pack NOT IN (SELECT id FROM packs WHERE named = 1);
        DELETE FROM vector_packs WHERE pack NOT IN (SELECT id FROM packs WHERE named = 1)`);
      return session.query(
        `SELECT packs.id FROM packs LEFT JOIN vector_packs ON vector_packs.pack = packs.id
         WHERE named = 1 AND vector_packs.version IS DISTINCT FROM packs.version ORDER BY id`,
      );
    });
    const ids = changed.map(({ id }) => Number(id));
    for (let begin = 0; begin < ids.length; begin += together) {
      const packs = await read(ids.slice(begin, begin + together));
      await this.#transactions.write(async (session) => {
        for (const [id, pack] of packs) await replace(session, id, pack, schema);
      });
    }
    const [{ count }] = await this.#transactions.read((session) =>
      session.query('SELECT count(*) AS count FROM vectors'),
    );
    return Number(count);
  }

  async nearest(query: Float32Array, { metric, most, faces }: NearestOptions): Promise<NearFace[]> {
    const schema = await this.#schema();
    const distance = distances[metric](
      (sign) => `embedding OPERATOR(${schema}.${sign}) $1::${schema}.vector`,
    );
    const rows = await this.#transactions.read((session) =>
      session.query(
        `SELECT face, embedding::text AS vector, ${distance} AS distance FROM vectors
         ${faces ? 'WHERE face = ANY($3::bigint[])' : ''} ORDER BY distance, face LIMIT $2`,
        [toText(query), most, ...(faces ? [faces] : [])],
      ),
    );
    return rows.map(({ face, vector, distance }) => ({
      face: Number(face),
      vector: fromText(String(vector)),
      distance: Number(distance),
    }));
  }

  async get(faces: readonly number[]): Promise<FaceVector[]> {
    await this.#schema();
    const rows = await this.#transactions.read((session) =>
      session.query(
        `SELECT face, embedding::text AS vector FROM vectors
         JOIN unnest($1::bigint[]) WITH ORDINALITY AS wanted (face, place) USING (face) ORDER BY place`,
        [faces],
      ),
    );
    return rows.map(({ face, vector }) => ({
      face: Number(face),
      vector: fromText(String(vector)),
    }));
  }

  #schema(): Promise<string> {
    this.#extension ??= this.#make().catch((error) => {
      this.#extension = undefined;
      throw error;
    });
    return this.#extension;
  }

  async #make(): Promise<string> {
    return this.#transactions.write(async (session) => {
      const schema = (await extensionIn(session)) ?? (await this.#install(session));
      await session.query(`
        CREATE TABLE IF NOT EXISTS vectors (
          face bigint PRIMARY KEY REFERENCES faces ON DELETE CASCADE,
          pack bigint NOT NULL, embedding ${schema}.vector NOT NULL
        );
        CREATE INDEX IF NOT EXISTS vectors_pack ON vectors (pack);
        CREATE TABLE IF NOT EXISTS vector_packs (pack bigint PRIMARY KEY, version bigint NOT NULL)`);
      return schema;
    });
  }

  /** @returns the schema that has it now @throws FaceGpuError `unsupported-feature` */
  async #install(session: SqlSession): Promise<string> {
    try {
      await session.query('CREATE EXTENSION vector SCHEMA public');
    } catch (cause) {
      throw new FaceGpuError(
        'unsupported-feature',
        `${this.#transactions.name} has no pgvector, and it can't be made: ${(cause as Error).message}`,
        'Install pgvector on the server, and CREATE EXTENSION vector; or leave out search=sql, and vectors are compared on the GPU.',
        { cause },
      );
    }
    return 'public';
  }
}

/** The schema that has pgvector; nothing where none has. */
async function extensionIn(session: SqlSession): Promise<string | undefined> {
  const [row] = await session.query(
    `SELECT quote_ident(nspname) AS schema FROM pg_extension
     JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'vector'`,
  );
  return row && String(row.schema);
}

/** Takes over a pack, unless a newer one was. */
async function replace(
  session: SqlSession,
  id: number,
  pack: Pack & { readonly version: number },
  schema: string,
): Promise<void> {
  const newer = await session.query(
    `INSERT INTO vector_packs (pack, version) VALUES ($1, $2)
     ON CONFLICT (pack) DO UPDATE SET version = excluded.version
     WHERE vector_packs.version < excluded.version RETURNING pack`,
    [id, pack.version],
  );
  if (newer.length === 0) return;
  await session.query('DELETE FROM vectors WHERE pack = $1', [id]);
  // Faces may have gone since the pack was read.
  await session.query(
    `INSERT INTO vectors (face, pack, embedding)
     SELECT own.face, $1, own.vector::${schema}.vector FROM unnest($2::bigint[], $3::text[]) AS own (face, vector)
     WHERE EXISTS (SELECT FROM faces WHERE faces.id = own.face)
     ON CONFLICT (face) DO UPDATE SET pack = excluded.pack, embedding = excluded.embedding`,
    [id, [...pack.ids], Array.from(pack.ids, (_, place) => toText(vectorAt(pack, place)))],
  );
}

/** A vector as pgvector writes it; nine digits tell each f32 from all others. */
function toText(vector: Float32Array): string {
  return `[${Array.from(vector, (value) => value.toPrecision(9)).join()}]`;
}

function fromText(text: string): Float32Array<ArrayBuffer> {
  return Float32Array.from(JSON.parse(text) as number[]);
}
