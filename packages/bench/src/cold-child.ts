import { coldStart } from './works/cold-start.ts';

// Prints how long a network takes from nothing to its first result: contender, network as JSON.
const [name, network] = process.argv.slice(2);
const result = await coldStart(name, JSON.parse(network));
// Devices and sessions are left to the end of the process.
process.stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit());
