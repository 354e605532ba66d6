import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { VectorSearchLibrary } from './vector-search.ts';

/** Debian's Python, whose package `python3-faiss` has it. */
const python = '/usr/bin/python3';

/** Reads vectors from a file; for each line `FILE K` searches what is in that file, and says which rows are nearest. */
const script = `
import sys, numpy, faiss
dimensions = int(sys.argv[2])
index = faiss.IndexFlatL2(dimensions)
index.add(numpy.fromfile(sys.argv[1], dtype='float32').reshape(-1, dimensions))
print('ready', flush=True)
for line in sys.stdin:
    name, k = line.rsplit(' ', 1)
    rows = index.search(numpy.fromfile(name, dtype='float32').reshape(-1, dimensions), int(k))[1]
    print(' '.join(map(str, rows.ravel())), flush=True)
`;

/** FAISS: compares with every vector, on all cores, in a process of its own that is asked over a pipe. */
export const faiss: VectorSearchLibrary = {
  name: 'faiss',
  approximate: false,
  async open(rows, dimensions) {
    const folder = await mkdtemp(path.join(tmpdir(), 'facegpu-faiss-'));
    const [vectors, asked] = ['vectors', 'queries'].map((name) => path.join(folder, name));
    await writeFile(vectors, rows);
    const child = spawn(python, ['-c', script, vectors, `${dimensions}`], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const lines = createInterface({ input: child.stdout });
    const answers = lines[Symbol.asyncIterator]();
    const failed = once(child, 'error').then(() => ({ done: true, value: '' }));
    const { value } = await Promise.race([answers.next(), failed]);
    const dispose = () => {
      child.kill();
      void rm(folder, { recursive: true });
    };
    if (value !== 'ready') {
      dispose();
      return undefined;
    }
    return {
      megabytes: (rows.length * Float32Array.BYTES_PER_ELEMENT) / 1e6,
      async run(queries, k) {
        await writeFile(asked, queries);
        child.stdin.write(`${asked} ${k}\n`);
        const answer = await answers.next();
        return String(answer.value).split(' ').map(Number);
      },
      dispose,
    };
  },
};
