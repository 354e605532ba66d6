import { Command, Option } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { type CompareOptions, compare } from './commands/compare.ts';
import { type DetectCommandOptions, detect } from './commands/detect.ts';
import { doctor } from './commands/doctor.ts';
import { type EvaluateOptions, evaluate } from './commands/evaluate.ts';
import { type IdentifyOptions, identify } from './commands/identify.ts';
import { models } from './commands/models.ts';
import { addCompanions } from './companions.ts';
import { anyNumber, detectorOption, jsonOption, minScoreOption, numberBetween } from './options.ts';

const compat = () =>
  new Option('--compat <library>', 'cut faces as that library does').choices(['face-api']);
const landmarker = () =>
  new Option(
    '--landmarker <model>',
    'what finds landmarks: a name, a file, or none: the keypoints of the detector',
  );

/**
 * The command line, with the commands of the packages that are installed beside this one.
 *
 * @param args what was typed: packages that it has no use for are not loaded
 */
export async function buildProgram(args: readonly string[]): Promise<Command> {
  const program = new Command('facegpu')
    .description('Finds and recognises faces in photos, on WebGPU.')
    .version(manifest.version)
    .showHelpAfterError('(facegpu --help shows how it is used)');

  program
    .command('detect')
    .description('find the faces of photos')
    .argument('<photos...>', 'JPEG, PNG, WebP … files')
    .addOption(jsonOption())
    .option('--out <dir>', 'write annotated pictures and aligned chips there')
    .addOption(detectorOption().default('ssd'))
    .addOption(landmarker())
    .option('--recognizer <model>', 'what makes descriptors: a name or a file')
    .addOption(minScoreOption())
    .option('--attributes', 'also guess expression, age and gender')
    .option('--match', 'also say which face of another photo shows the same person')
    .addOption(compat())
    .action((photos: string[], options: DetectCommandOptions) => detect(photos, options));

  program
    .command('compare')
    .description('say whether two photos show the same person, by the largest face of each')
    .argument('<a>', 'a photo')
    .argument('<b>', 'another one')
    .addOption(jsonOption())
    .addOption(minScoreOption())
    .action((a: string, b: string, options: CompareOptions) => compare(a, b, options));

  program
    .command('evaluate')
    .description('measure how well descriptors tell people apart, or how well faces are found')
    .argument('[pairs]', 'CSV file with rows path_a,path_b,same(0|1), paths relative to the file')
    .addOption(jsonOption())
    .option('--lfw <dir>', 'folder in the layout of Labeled Faces in the Wild, instead of a CSV')
    .option('--pairs <file>', 'its pairs.txt')
    .option('--people <dir>', 'a folder for each person, with photos: all pairs of them')
    .option('--landmarks <json>', 'the 68 points of faces in photos: how exact landmarks are')
    .option('--detection <json>', 'a list of the faces of photos: how well those are found')
    .addOption(detectorOption())
    .addOption(landmarker())
    .addOption(
      new Option(
        '--recognizer <model>',
        'what makes descriptors: a name or a file; once for each that is to be measured',
      ).argParser((model, others: string[] = []) => [...others, model]),
    )
    .addOption(compat())
    .option('--plot <file>', 'write the ROC curve there, as SVG')
    .addOption(
      new Option('--roll <degrees>', 'turn the photos, alternately this way and that').argParser(
        anyNumber,
      ),
    )
    .option('--mirror', 'average each descriptor with that of the mirrored chip')
    .option('--cache <file>', 'keep descriptors there, so that a stopped run goes on where it was')
    .addOption(minScoreOption())
    .action((pairs: string | undefined, options: EvaluateOptions) => evaluate(pairs, options));

  program
    .command('identify')
    .description('name the faces of photos')
    .argument('<photos...>', 'JPEG, PNG, WebP … files')
    .requiredOption('--people <dir>', 'a folder for each person, with photos of them')
    .addOption(jsonOption())
    .addOption(
      new Option(
        '--false-names <share>',
        'how many of a hundred strangers may be given a name, as a share: 0.01 is one',
      ).argParser(numberBetween(1e-9, 1)),
    )
    .addOption(
      new Option('--threshold <distance>', 'name a face only below this distance').argParser(
        numberBetween(0, Number.POSITIVE_INFINITY),
      ),
    )
    .addOption(minScoreOption())
    .action((photos: string[], options: IdentifyOptions) => identify(photos, options));

  program
    .command('doctor')
    .description('show what FaceGPU runs on, and what is missing')
    .addOption(jsonOption())
    .action((options: { json?: boolean }) => doctor(options));

  program
    .command('models')
    .description('list the models with their licence and origin')
    .addOption(jsonOption())
    .action((options: { json?: boolean }) => models(options));

  await addCompanions(
    program,
    args.find((arg) => !arg.startsWith('-')),
  );
  return program;
}
