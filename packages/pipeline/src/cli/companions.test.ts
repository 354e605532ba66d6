import { expect, it } from 'vitest';
import { buildProgram } from './program.ts';

const own = [
  'detect',
  'compare',
  'evaluate',
  'calibrate',
  'identify',
  'gallery',
  'index',
  'cluster',
  'doctor',
  'models',
];

/** The commands of which a program knows. */
async function commandsFor(...args: string[]): Promise<string[]> {
  const { commands } = await buildProgram(args);
  return commands.map((command) => command.name());
}

it('loads no other package for a command of its own', async () => {
  expect(await commandsFor('detect', 'photo.jpg')).toEqual(own);
  expect(await commandsFor('models', '--json')).toEqual(own);
});

it('loads the package whose command is wanted, and no other', async () => {
  const commands = await commandsFor('run', 'model.onnx');
  expect(commands).toEqual([...own, 'convert', 'run']);
});

it.each([[[]], [['--help']], [['help', 'detect']], [['recognise']]])(
  'offers all there are for %j',
  async (args) => {
    const commands = await commandsFor(...args);
    expect(commands).toEqual(expect.arrayContaining([...own, 'convert', 'run', 'dataset']));
  },
);
