import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Writes a report, or prints it. What somebody wrote in the file below the report, from its first heading of the
 * second level on, stays.
 *
 * @param {string | undefined} file
 * @param {string} report
 */
export function writeReport(file, report) {
  if (file === undefined) process.stdout.write(report);
  else writeFileSync(file, report + rest(file));
}

/** @param {string} file */
function rest(file) {
  try {
    const before = readFileSync(file, 'utf8');
    const from = before.indexOf('\n## ');
    return from < 0 ? '' : before.slice(from);
  } catch {
    return '';
  }
}
