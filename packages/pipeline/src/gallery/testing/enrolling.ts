// A process that enrols people one after another, and says of each that it is on the disk. It is bundled and killed
// by a test.
import { openRecords } from '../open-records.ts';
import { openStorage } from '../storages/node.ts';

const [where, prefix, count, key] = process.argv.slice(2);
const storage = await openStorage(where, true);
const records = await openRecords(storage, key);
process.stdout.write('open\n');
for (let i = 0; i < Number(count); i++) {
  const name = `${prefix}-${i}`;
  const vector = Float32Array.from({ length: 128 }, (_, d) => i + d / 128);
  const photo = { file: `${name}.jpg`, hash: `hash of ${name}` };
  const faces = [{ model: 'm@1/chip8', vector }];
  await records.enroll([{ person: { name }, photo, faces }]);
  process.stdout.write(`${name}\n`);
}
await storage.close();
