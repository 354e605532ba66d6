import { createRequire } from 'node:module';
import path from 'node:path';

const faceApi = path.dirname(
  createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json'),
);

/** The six group photographs that come with `@vladmandic/face-api`, as paths. */
export const samples: readonly string[] = [1, 2, 3, 4, 5, 6].map((number) =>
  path.join(faceApi, `demo/sample${number}.jpg`),
);
