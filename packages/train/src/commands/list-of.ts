import { stat } from 'node:fs/promises';
import path from 'node:path';

/** The list of marked photos: the file itself, or, of a folder, the one that lies beside it and is called like it. */
export async function listOf(data: string): Promise<string> {
  const isFolder = await stat(data).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? `${path.resolve(data)}.json` : data;
}
