import { Device, FaceGpuError } from '@facegpu/kernels';
import { Command, CommanderError } from 'commander';
import { architectures } from '../architectures/index.ts';
import type { Conversion } from '../conversion.ts';
import { type Difference, tolerance, verify } from '../verify/verify.ts';
import { convertFolder, requireAbsent, type Source, sources, writeModels } from './files.ts';
import { type ProgressStream, startProgress } from './progress.ts';
import { report, reportTotal } from './report.ts';

/** Where the command writes: results and messages. */
export interface Streams {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: ProgressStream;
}

interface Options {
  readonly from: string;
  readonly out: string;
  readonly verify?: true;
  readonly force?: true;
}

const examples = `
Models:
${sources.map(({ name, description }) => `  ${name.padEnd(22)}${description}`).join('\n')}

Examples:
  $ facegpu-convert --from node_modules/@vladmandic/face-api/model --out models
  $ facegpu-convert expression age-gender --from model --out models --force
  $ facegpu-convert ultraface-rfb-320 arcface-mobilefacenet --from node_modules/faceplugin-face-recognition-js/model --out models
  $ facegpu-convert landmarks-68 --from model --out models --verify
`;

/**
 * Runs the command `facegpu-convert`.
 *
 * @param args without the names of node and of the script
 * @returns the exit status: 0, or 1 where something failed
 */
export async function main(args: readonly string[], streams: Streams): Promise<number> {
  const { stdout, stderr } = streams;
  const command = new Command('facegpu-convert')
    .description('Turns the weights of the default models into FaceGPU model files (.safetensors).')
    .argument('[models...]', 'models to convert; all of TensorFlow.js where none is named')
    .requiredOption(
      '--from <folder>',
      'folder with *-weights_manifest.json and their shards, or with the ONNX model',
    )
    .requiredOption('--out <folder>', 'folder for the model files and models.json')
    .option('--verify', 'compare each network with its original, on WebGPU')
    .option('--force', 'replace model files that exist')
    .addHelpText('after', examples)
    .showHelpAfterError('Run with --help for examples.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
    })
    .action((models: string[], options: Options) => run(models, options, streams));
  try {
    await command.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    stderr.write(`${error instanceof FaceGpuError ? error : (error as Error).stack}\n`);
    return 1;
  }
}

async function run(names: string[], options: Options, { stdout, stderr }: Streams): Promise<void> {
  const chosen = choose(names);
  if (!options.force) await requireAbsent(options.out, chosen);
  const device = options.verify && (await Device.acquire());
  const progress = startProgress(stderr, chosen.length * (device ? 2 : 1));
  const warnings: string[] = [];
  const conversions: Conversion[] = [];
  const differences = new Map<Conversion, Difference[]>();
  try {
    for (const architecture of chosen) {
      const { name } = architecture;
      progress.step(`converting ${name}`);
      const conversion = await convertFolder(options.from, architecture);
      conversions.push(conversion);
      for (const weight of conversion.unused) warnings.push(`${name}: nothing reads "${weight}"`);
      if (!device) continue;
      progress.step(`verifying ${name}`);
      const found = await verify(conversion.model, options.from, device);
      requireSmall(name, found);
      differences.set(conversion, found);
    }
  } finally {
    progress.stop();
    if (device) device.dispose();
  }
  await writeModels(options.out, conversions);
  for (const warning of warnings) stderr.write(`warning: ${warning}\n`);
  for (const conversion of conversions) {
    stdout.write(`${report(conversion, differences.get(conversion) ?? [])}\n`);
  }
  if (device) stdout.write(`verified on ${device.info.name}\n`);
  stdout.write(reportTotal(conversions, options.out));
}

function choose(names: readonly string[]): readonly Source[] {
  if (names.length === 0) return architectures;
  return [...new Set(names)].map((name) => {
    const architecture = sources.find((candidate) => candidate.name === name);
    if (architecture) return architecture;
    throw new FaceGpuError(
      'bad-argument',
      `there is no model "${name}"`,
      `Choose from ${sources.map((known) => known.name).join(', ')}.`,
    );
  });
}

function requireSmall(model: string, differences: readonly Difference[]): void {
  const worst = differences.find(({ relative }) => !(relative <= tolerance));
  if (!worst) return;
  const { output, batch, relative } = worst;
  throw new FaceGpuError(
    'bad-model',
    `${model}: output "${output}" differs from the original by ${relative.toExponential(1)} (batch ${batch}); at most ${tolerance} is allowed`,
    'Nothing was written. Report the adapter that "facegpu doctor" prints with this message.',
  );
}
