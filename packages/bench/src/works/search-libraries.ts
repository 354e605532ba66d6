import { platform } from '#platform';
import type { VectorSearch, VectorSearchLibrary } from '../executors/vector-search.ts';

/** What libraries search in, and for. */
export interface Searched {
  readonly rows: Float32Array;
  readonly dimensions: number;
  readonly k: number;
  /** Queries by which it is told how many of the nearest they find. */
  readonly trials: Float32Array<ArrayBuffer>;
  /** The rows that are nearest to these, `k` for each. */
  readonly nearest: ArrayLike<number>;
}

export interface OpenLibrary extends VectorSearch {
  readonly name: string;
  readonly approximate: boolean;
  readonly facts: Readonly<Record<string, number>>;
}

/** Libraries that search on the processor, with what they take and find; those that are at hand. */
export async function openLibraries(searched: Searched): Promise<OpenLibrary[]> {
  const libraries: OpenLibrary[] = [];
  for (const library of platform.vectorSearches) {
    const open = await openLibrary(library, searched);
    if (open) libraries.push(open);
  }
  return libraries;
}

async function openLibrary(
  { name, approximate, most, open }: VectorSearchLibrary,
  { rows, dimensions, k, trials, nearest }: Searched,
): Promise<OpenLibrary | undefined> {
  if (most !== undefined && rows.length / dimensions > most) return undefined;
  const search = await open(rows, dimensions);
  if (!search) return undefined;
  const found = await search.run(trials, k);
  const recall = recallOf(found, { nearest, k });
  const facts = { [`${name}: MB`]: search.megabytes, [`${name}: recall`]: recall };
  return { ...search, name, approximate, facts };
}

/** The share of the nearest rows that were found. */
export function recallOf(
  found: ArrayLike<number>,
  { nearest, k }: { readonly nearest: ArrayLike<number>; readonly k: number },
): number {
  const right = Array.from(nearest).filter((row, i) => {
    const first = Math.floor(i / k) * k;
    return Array.from(found)
      .slice(first, first + k)
      .includes(row);
  });
  return right.length / nearest.length;
}
