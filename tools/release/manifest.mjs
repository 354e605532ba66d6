/** The condition by which this repository finds its own sources. */
const ofSources = 'facegpu-source';

/**
 * The manifest of a package as it is published: without what is for this repository alone, and with versions of its
 * siblings, all of which have one version.
 *
 * @param {Record<string, any>} manifest
 * @returns {Record<string, any>}
 */
export function publishedManifest({ devDependencies: _, scripts: __, ...manifest }) {
  const { version } = manifest;
  const published = { ...manifest };
  for (const kind of ['exports', 'imports']) {
    if (manifest[kind]) published[kind] = withoutSources(manifest[kind]);
  }
  for (const kind of ['dependencies', 'peerDependencies']) {
    if (manifest[kind]) published[kind] = withVersions(manifest[kind], version);
  }
  return published;
}

/** @param {Record<string, any>} map of exports or imports */
function withoutSources(map) {
  /** @type {[string, any][]} */
  const entries = Object.entries(map).map(([name, target]) => {
    if (typeof target === 'string') return [name, target];
    const { [ofSources]: _, ...others } = target;
    return [name, others];
  });
  // What has nothing besides its sources is for this repository alone.
  return Object.fromEntries(entries.filter(([, target]) => Object.keys(target).length > 0));
}

/**
 * @param {Record<string, string>} dependencies
 * @param {string} version
 */
function withVersions(dependencies, version) {
  const entries = Object.entries(dependencies).map(([name, wanted]) => {
    return [name, wanted.replace(/^workspace:([\^~]?)$/, (_, range) => `${range}${version}`)];
  });
  return Object.fromEntries(entries);
}
