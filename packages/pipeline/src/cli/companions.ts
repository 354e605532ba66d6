import { FaceGpuError } from '@facegpu/kernels';
import type { Command } from 'commander';

/** A package whose commands are offered where it is installed. */
interface Companion {
  readonly name: string;
  readonly commands: readonly (readonly [name: string, description: string])[];
}

/** What a companion's `commands` entry exports. */
interface CommandModule {
  addCommands(program: Command): void;
}

const companions: readonly Companion[] = [
  {
    name: '@facegpu/convert',
    commands: [
      ['convert', 'turn an ONNX model into a model file'],
      ['run', 'run a model on arrays of numpy'],
    ],
  },
  {
    name: '@facegpu/train',
    commands: [
      ['train', 'train a model'],
      ['dataset', 'prepare photos for training'],
    ],
  },
];

/**
 * Adds the commands of other packages; those of one that isn't installed say how it is. Packages take their time
 * to load: where one of the program's own commands is wanted, none is, and else the one that has it.
 *
 * @param wanted the command that was asked for; for help, or for one that nobody has, all packages are loaded
 */
export async function addCompanions(program: Command, wanted: string | undefined): Promise<void> {
  if (program.commands.some((command) => command.name() === wanted)) return;
  const owner = companions.find(({ commands }) => commands.some(([name]) => name === wanted));
  for (const companion of owner ? [owner] : companions) {
    const module = await load(companion);
    if (module) module.addCommands(program);
    else addMissing(program, companion);
  }
}

/** The commands of a package, if it is there. What it needs itself must be there too. */
async function load({ name }: Companion): Promise<CommandModule | undefined> {
  const entry = `${name}/commands`;
  try {
    return (await import(entry)) as CommandModule;
  } catch (error) {
    if (isMissing(error, name)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  const isResolution = code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
  return isResolution && message.includes(name);
}

function addMissing(program: Command, { name, commands }: Companion): void {
  for (const [command, description] of commands) {
    program
      .command(command)
      .description(`${description} (needs ${name})`)
      .argument('[anything...]')
      .allowUnknownOption()
      .helpOption(false)
      .action(() => {
        throw new FaceGpuError(
          'missing-package',
          `"facegpu ${command}" is a command of ${name}, which is not installed`,
          `Install it: npm install ${name}`,
        );
      });
  }
}
