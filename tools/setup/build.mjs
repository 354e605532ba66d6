// Builds the packages as they are published, types included.
import { log, runMain } from './log.mjs';
import { prepare } from './prepare.mjs';

await runMain(async () => {
  await prepare({ adapter: false, peers: true });
  log.step('writing the types');
  const { declareTypes } = await import('../build/types.mjs');
  await declareTypes();
  return 0;
});
