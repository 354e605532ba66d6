import { parseArgs } from 'node:util';
import { SetupError } from './log.mjs';

/**
 * The port that `--port` names.
 *
 * @param {string[]} args
 * @param {string} usage
 */
export function portOf(args, usage) {
  const port = parse(args);
  if (port !== undefined && port < 65_536) return port;
  throw new SetupError(`give the port as a number from 0 to 65535: ${usage}`);
}

/** @param {string[]} args */
function parse(args) {
  try {
    const { values } = parseArgs({ args, options: { port: { type: 'string', default: '8600' } } });
    return /^\d+$/.test(values.port) ? Number(values.port) : undefined;
  } catch {
    // An option that isn't there, or more than options.
    return undefined;
  }
}
