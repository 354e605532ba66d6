// Builds the documentation into `site`: the guides of `docs`, and a reference made from the docstrings.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readManifest, root } from '../build/packages.mjs';
import { log, runMain, SetupError } from '../setup/log.mjs';
import { prepare } from '../setup/prepare.mjs';

/** In the order in which most people meet them. */
const packages = [
  'packages/pipeline',
  'packages/nn',
  'packages/kernels',
  'packages/train',
  'tools/convert',
];

await runMain(async () => {
  await prepare({ adapter: false, peers: true });
  const { Application } = await import('typedoc');
  const entryPoints = (await Promise.all(packages.map(entriesOf))).flat();
  const guides = (await readdir(path.join(root, 'docs'))).filter((file) => file.endsWith('.md'));
  const app = await Application.bootstrap({
    name: 'FaceGPU',
    entryPoints,
    entryPointStrategy: 'resolve',
    tsconfig: path.join(root, 'tsconfig.json'),
    basePath: root,
    readme: path.join(root, 'README.md'),
    projectDocuments: guides.map((file) => path.join(root, 'docs', file)),
    alwaysCreateEntryPointModule: true,
    excludePrivate: true,
    excludeInternal: true,
    // The whole repository is checked by the tests.
    skipErrorChecking: true,
    sourceLinkTemplate: 'https://github.com/facegpu/facegpu/blob/main/{path}#L{line}',
    disableGit: true,
    validation: { notExported: false, invalidLink: true, notDocumented: false },
    highlightLanguages: [
      'html',
      'javascript',
      'json',
      'jsx',
      'mermaid',
      'sh',
      'text',
      'tsx',
      'typescript',
      'wgsl',
    ],
  });
  const project = await app.convert();
  if (!project) throw new SetupError('the reference has errors');
  app.validate(project);
  const out = path.join(root, 'site');
  await app.generateDocs(project, out);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) {
    throw new SetupError('see what typedoc says above');
  }
  log.step(`open ${path.join(out, 'index.html')}`);
  return 0;
});

/**
 * What a package exports, as files.
 *
 * @param {string} folder
 * @returns {Promise<string[]>}
 */
async function entriesOf(folder) {
  const { exports = {} } = await readManifest(folder);
  return Object.values(exports)
    .filter(({ types }) => types !== undefined)
    .map((target) => path.join(root, folder, target['facegpu-source']));
}
