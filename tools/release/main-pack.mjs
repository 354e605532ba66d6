// Writes a tarball of each package into `packed`, to be installed in a project of one's own.
import path from 'node:path';
import { root } from '../build/packages.mjs';
import { declareTypes } from '../build/types.mjs';
import { runMain } from '../setup/log.mjs';
import { prepare } from '../setup/prepare.mjs';
import { packAll } from './pack.mjs';

await runMain(async () => {
  await prepare({ adapter: false });
  await declareTypes();
  const tarballs = await packAll(path.join(root, 'packed'));
  for (const tarball of tarballs) console.log(path.relative(root, tarball));
  console.log(
    `\nIn your own project, for Node:\n  npm install ${path.join(root, 'packed')}/*.tgz webgpu sharp`,
  );
  console.log(`For pages, without webgpu and sharp.`);
  return 0;
});
