import { type Command, Option } from 'commander';
import { type ConvertOptions, convertOnnx } from './convert.ts';
import { collectFile, collectShape } from './options.ts';
import { type RunOptions, runModel } from './run.ts';

/** Adds `convert` and `run` to a command line. */
export function addCommands(program: Command): void {
  program
    .command('convert')
    .description('turn an ONNX model into a model file')
    .argument('<model>', 'an .onnx file')
    .argument('<out>', 'the model file to write, .safetensors')
    .option('--shape <name=1x3x640x640>', 'fix the sizes of an input', collectShape)
    .option('--describe <file>', 'write this description into the model: what it is for, and how')
    .addOption(
      new Option('--weights <type>', 'what weights are stored as')
        .choices(['f32', 'f16'])
        .default('f32'),
    )
    .option('--verify', 'compare with ONNX Runtime on random inputs')
    .option('--force', 'replace a file that exists')
    .option('--json', 'print JSON instead of text')
    .action((model: string, out: string, options: ConvertOptions) =>
      convertOnnx(model, out, options),
    );

  program
    .command('run')
    .description('run a model on arrays of numpy')
    .argument('<model>', 'a model file, or an .onnx file')
    .option('--input <name=file.npy>', 'what an input is given', collectFile)
    .requiredOption('--out <dir>', 'folder for NAME.npy of each output')
    .addOption(
      new Option('--precision <type>', 'what values are kept in')
        .choices(['f32', 'f16'])
        .default('f32'),
    )
    .option('--profile', 'also say how long each node takes')
    .option('--json', 'print JSON instead of text')
    .action((model: string, options: RunOptions) => runModel(model, options));
}
