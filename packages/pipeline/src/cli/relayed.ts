/** Says to a relayed process where it writes what it has to say: `terminal` is the fourth of its files. */
export const relayVariable = 'FACEGPU_RELAYED';

/** What {@link relayVariable} says. */
export type Relay = 'pipe' | 'terminal';

const relay = process.env[relayVariable] as Relay | undefined;
// What this process starts is not relayed.
delete process.env[relayVariable];

/** How another process relays what this one writes to stderr; `undefined` where none does. */
export function relayedBy(): Relay | undefined {
  return relay;
}

const modestCommands = ['help', 'models'];
const modestOptions = ['--help', '-h', '--version', '-V'];

/**
 * Whether a command may load Dawn and a driver of Vulkan, which write to stderr on each run. With
 * `FACEGPU_STDERR=all` whatever they write is wanted.
 */
export function mayChatter(
  args: readonly string[],
  { platform, env }: Pick<NodeJS.Process, 'platform' | 'env'> = process,
): boolean {
  if (platform !== 'linux' || env.FACEGPU_STDERR === 'all') return false;
  if (modestCommands.includes(args[0] ?? 'help')) return false;
  return !args.some((arg) => modestOptions.includes(arg));
}
