import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

/** The folder of the models of `faceplugin-face-recognition-js`. */
export const faceplugin = path.join(
  path.dirname(require.resolve('faceplugin-face-recognition-js/package.json')),
  'model',
);

/** Models that a checkout may have beside it. */
export const shared = path.resolve(import.meta.dirname, '../../../../shared/data/models');
