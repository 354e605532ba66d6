// Finds, matches and draws the faces of the sample photos, or of those given after --.
import path from 'node:path';
import { facegpu, userFolder } from './cli.mjs';
import { log, runMain } from './log.mjs';
import { faceApi, prepare } from './prepare.mjs';

const samples = [1, 2, 3, 4, 5, 6].map((i) => `sample${i}.jpg`);

await runMain(async () => {
  await prepare();
  const given = process.argv.slice(2);
  const out = path.join(userFolder, 'out');
  const options = ['--min-score', '0.5', '--attributes', '--match', '--out', out];
  // The samples are named as they are in their own folder.
  const code =
    given.length > 0
      ? await facegpu(['detect', ...options, '--', ...given])
      : await facegpu(['detect', ...options, '--', ...samples], faceApi('demo'));
  if (code === 0) log.step(`look at the pictures in ${out}`);
  return code;
});
