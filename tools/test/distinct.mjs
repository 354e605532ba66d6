/**
 * A name for each of a file's tests, the same on every adapter. Tests of the same title are numbered.
 *
 * @param {string} file
 * @param {readonly string[]} titles with those of the blocks around them
 * @returns {string[]}
 */
export function namesOf(file, titles) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return titles.map((title) => {
    const number = seen.get(title) ?? 0;
    seen.set(title, number + 1);
    return JSON.stringify([file, title, number]);
  });
}

/**
 * How many tests there are apart from the adapters that each ran on, in words.
 *
 * @param {readonly (readonly string[])[]} lanes the names of the tests that ran on each adapter
 */
export function distinctLine(lanes) {
  const runs = lanes.reduce((sum, names) => sum + names.length, 0);
  const distinct = new Set(lanes.flat()).size;
  const repeated = runs - distinct;
  const again = repeated > 0 ? `; other adapters ran ${repeated} of them again` : '';
  return `${distinct} distinct tests${again}`;
}
