import { existsSync, readFileSync } from 'node:fs';

/** Whether this is Debian, Ubuntu or a relative of theirs. */
export function isDebian() {
  const { ID = '', ID_LIKE = '' } = osRelease();
  return process.platform === 'linux' && /\b(debian|ubuntu)\b/.test(`${ID} ${ID_LIKE}`);
}

/**
 * What this Linux says about itself.
 *
 * @returns {Record<string, string>}
 */
export function osRelease() {
  if (!existsSync('/etc/os-release')) return {};
  const lines = readFileSync('/etc/os-release', 'utf8').split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^(\w+)="?(.*?)"?$/.exec(line) ?? [];
      return name && value !== undefined ? [[name, value]] : [];
    }),
  );
}
