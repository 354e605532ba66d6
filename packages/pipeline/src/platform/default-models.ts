import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FaceGpuError } from '@facegpu/kernels';

/**
 * The folder of the default models: that of the package `@facegpu/models`. Where a bundler has put the program into one
 * file, the package's script is no longer beside its models: they are looked for beside the program then, and in the
 * packages that are installed for it.
 *
 * @throws FaceGpuError `no-models`
 */
export async function defaultModels(): Promise<URL> {
  let cause: unknown;
  const imported = await import('@facegpu/models').then(
    ({ directory }) => directory,
    (error: unknown) => {
      cause = error;
      return undefined;
    },
  );
  const places = [process.argv[1] && path.dirname(process.argv[1]), process.cwd()].filter(
    (place) => place !== undefined && place !== '',
  );
  const beside = places.map((place) => pathToFileURL(`${place}/`));
  const folders = [imported, ...beside, ...places.map(installedFor)];
  const found = folders.find((folder) => folder && existsSync(new URL('models.json', folder)));
  if (found) return found;
  const tried = [
    ...new Set(
      folders.filter((folder) => folder !== undefined).map((folder) => fileURLToPath(folder)),
    ),
  ];
  throw new FaceGpuError(
    'no-models',
    `the default models aren't there: no models.json in ${tried.join(', ')}`,
    'Install @facegpu/models (npm install @facegpu/models; in a checkout: npm run build). Where a bundler makes one file of the program, copy the files of that package beside it, or say where they are with the option models.',
    { cause },
  );
}

/** The folder of the package that a program in a folder would get. */
function installedFor(place: string): URL | undefined {
  try {
    const manifest = createRequire(path.join(place, '_')).resolve('@facegpu/models/package.json');
    return pathToFileURL(`${path.dirname(manifest)}/`);
  } catch {
    return undefined;
  }
}
