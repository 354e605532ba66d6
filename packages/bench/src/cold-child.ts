import { coldStart } from './works/cold-start.ts';

// Prints how long a network takes from nothing to its first result: contender, model, side of the input.
const [name, model, size] = process.argv.slice(2);
const result = await coldStart(name, model, Number(size));
// Devices and sessions are left to the end of the process.
process.stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit());
