import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The folder of a package that this one depends on, looked for where Node looks for packages. */
export function packageFolder(name: string): string | undefined {
  const places = createRequire(import.meta.url).resolve.paths(name) ?? [];
  return places
    .map((place) => path.join(place, name))
    .find((folder) => existsSync(path.join(folder, 'package.json')));
}

/** The versions of packages, by name; a package need not export its manifest. */
export function packageVersions(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, packageVersion(name)]));
}

function packageVersion(name: string): string {
  const folder = packageFolder(name);
  if (!folder) return 'not installed';
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version;
}
