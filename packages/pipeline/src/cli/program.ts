import { Command, Option } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { calibrationOption } from './calibration-file.ts';
import { type CalibrateCommandOptions, calibrate } from './commands/calibrate.ts';
import { type ClusterCommandOptions, cluster } from './commands/cluster.ts';
import { type CompareOptions, compare } from './commands/compare.ts';
import { type DetectCommandOptions, detect } from './commands/detect.ts';
import { doctor } from './commands/doctor.ts';
import { type EvaluateOptions, evaluate } from './commands/evaluate.ts';
import { type IdentifyOptions, identify } from './commands/identify.ts';
import { type IndexOptions, index } from './commands/index-library.ts';
import { models } from './commands/models.ts';
import { addCompanions } from './companions.ts';
import { examples } from './examples.ts';
import { addGalleryCommands } from './gallery-commands.ts';
import { keyFileOption } from './gallery-options.ts';
import {
  addFindFacesOptions,
  addNamingOptions,
  addRecognitionOptions,
  addWantedFacesOptions,
  anyNumber,
  compatOption,
  detectorOption,
  jsonOption,
  landmarkerOption,
  minQualityOption,
  minScoreOption,
  numberBetween,
  serveOption,
  thresholdOption,
  tilesOption,
} from './options.ts';
import { peopleLayouts } from './people-folder.ts';
import { requirePhotos } from './photo-list.ts';

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

  addFindFacesOptions(program.command('detect'))
    .description('find the faces of photos')
    .option('--match', 'also say which face of another photo shows the same person, at the end')
    .option('--chips', 'also print the aligned picture of each face, in JSON')
    .addOption(compatOption())
    .addHelpText(
      'after',
      examples([
        ['detect party.jpg', 'a table of its faces'],
        ['detect --json --attributes *.jpg', 'all there is to know about them'],
        [
          'detect --recursive --jsonl --resume faces.jsonl Photos > /dev/null',
          'a library of photos; again after Ctrl-C, it goes on',
        ],
        ['detect --out marked party.jpg', 'the photo with its faces marked'],
        ['detect --files list.txt', 'the photos that a list names'],
      ]),
    )
    .action((photos: string[], options: DetectCommandOptions, command: Command) => {
      requirePhotos(photos, options, command);
      return detect(photos, options);
    });

  addRecognitionOptions(program.command('compare'))
    .description('say whether two photos show the same person, by the largest face of each')
    .argument('<a>', 'a photo')
    .argument('<b>', 'another one')
    .addOption(jsonOption())
    .addOption(minScoreOption())
    .addOption(
      new Option(
        '--false-match-rate <share>',
        'how many pairs of two people may be taken for one person: 1e-4 unless told',
      ).argParser(numberBetween(1e-12, 1)),
    )
    .addOption(
      thresholdOption('take them for one person below this distance').conflicts('falseMatchRate'),
    )
    .addOption(calibrationOption())
    .addHelpText(
      'after',
      examples([['compare ann.jpg party.jpg', 'whether the largest faces are one person’s']]),
    )
    .action((a: string, b: string, options: CompareOptions) => compare(a, b, options));

  addRecognitionOptions(
    program.command('evaluate'),
    new Option(
      '--recognizer <model>',
      'what makes descriptors: a name or a file; once for each that is to be measured',
    ).argParser((model, others: string[] = []) => [...others, model]),
  )
    .description('measure how well descriptors tell people apart, or how well faces are found')
    .argument('[pairs]', 'CSV file with rows path_a,path_b,same(0|1), paths relative to the file')
    .addOption(jsonOption())
    .option('--lfw <dir>', 'folder in the layout of Labeled Faces in the Wild, instead of a CSV')
    .option(
      '--pairs <file>',
      'its pairs.txt; of one with ten folds, also their mean and standard error',
    )
    .option('--people <dir>', 'photos of people, as identify takes them: all pairs of them')
    .option('--landmarks <json>', 'the 68 points of faces in photos: how exact landmarks are')
    .option('--detection <json>', 'a list of the faces of photos: how well those are found')
    .addOption(tilesOption())
    .addOption(detectorOption())
    .addOption(landmarkerOption())
    .addOption(compatOption())
    .option('--plot <file>', 'write the ROC curve there, as SVG')
    .option(
      '--report <file>',
      'write a page: curves, histograms, errors by group and by quality, and the worst pairs',
    )
    .option(
      '--groups <csv>',
      'groups of photos for it: a header path,column… and a row each; or more columns of the pairs',
    )
    .addOption(
      new Option('--roll <degrees>', 'turn the photos, alternately this way and that').argParser(
        anyNumber,
      ),
    )
    .option('--cache <file>', 'keep descriptors there, so that a stopped run goes on where it was')
    .addOption(minScoreOption())
    .addHelpText(
      'after',
      examples([
        ['evaluate pairs.csv --report report.html', 'the pairs of a list, and a page about them'],
        ['evaluate --people people --json', 'all pairs of a folder of people'],
        ['evaluate --lfw lfw --pairs pairs.txt', 'Labeled Faces in the Wild'],
      ]),
    )
    .action((pairs: string | undefined, options: EvaluateOptions) => evaluate(pairs, options));

  addRecognitionOptions(program.command('calibrate'))
    .description('measure what distances mean for the photos of your own people')
    .argument('<people>', `who they are: ${peopleLayouts}`)
    .requiredOption(
      '--far <share>',
      'how many pairs of two people may be taken for one person: 0.001 is one in a thousand',
      numberBetween(1e-9, 0.5),
    )
    .option(
      '--prior <share>',
      'how many of the pairs that will be compared show one person; 0.5 unless told',
      numberBetween(1e-9, 1 - 1e-9),
    )
    .option('--name <text>', 'what results name it by: that of the folder unless told')
    .option('--out <file>', 'write it there, as JSON for --calibration and create({ calibration })')
    .option('--gallery <file>', 'keep it in this gallery, which then goes by it')
    .addOption(keyFileOption())
    .addOption(jsonOption())
    .addOption(detectorOption())
    .addOption(landmarkerOption())
    .option('--cache <file>', 'keep descriptors there, so that a stopped run goes on where it was')
    .addOption(minScoreOption())
    .addHelpText(
      'after',
      examples([
        ['calibrate people --far 0.001 --out office.json', 'thresholds for your own photos'],
        ['compare a.jpg b.jpg --calibration office.json', 'a verdict by them, and a probability'],
        ['calibrate people --far 0.001 --gallery people.db', 'what identify --gallery goes by'],
      ]),
    )
    .action((people: string, options: CalibrateCommandOptions) => calibrate(people, options));

  addNamingOptions(addFindFacesOptions(program.command('identify')))
    .description('name the faces of photos')
    .option('--people <dir>', `who is known: ${peopleLayouts}`)
    .addOption(
      new Option('--gallery <file>', 'who is known: a gallery, see facegpu gallery').conflicts(
        'people',
      ),
    )
    .addOption(minQualityOption().conflicts('gallery'))
    .addOption(calibrationOption())
    .addOption(compatOption())
    .addOption(keyFileOption())
    .addHelpText(
      'after',
      examples([
        ['identify --people people party.jpg', 'a table of names'],
        ['identify --people people.csv --recursive --jsonl Photos', 'a library of photos'],
        ['identify --people people --out named party.jpg', 'the photo with names'],
        ['identify --gallery people.db party.jpg', 'by a gallery: nobody is enrolled anew'],
      ]),
    )
    .action((photos: string[], options: IdentifyOptions, command: Command) => {
      requirePhotos(photos, options, command);
      return identify(photos, options);
    });

  addGalleryCommands(program);

  addWantedFacesOptions(addRecognitionOptions(program.command('index')))
    .description('look through a library of photos, and keep all its faces in a gallery')
    .argument('<photos...>', 'folders, with all that is in them; files; patterns')
    .requiredOption('--gallery <file>', 'the gallery; it is made where there is none')
    .addOption(keyFileOption())
    .addOption(jsonOption())
    .addOption(new Option('--jsonl', 'print a line of JSON for each photo').conflicts('json'))
    .addOption(detectorOption())
    .addOption(landmarkerOption())
    .addOption(compatOption())
    .option('--chips', 'also keep the aligned pictures')
    .addHelpText(
      'after',
      examples([
        ['index Photos --gallery people.db', 'every face; again after Ctrl-C, it goes on'],
        ['index Photos --gallery people.db --json', 'how many there were, and which files failed'],
      ]),
    )
    .action((photos: string[], options: IndexOptions) => index(photos, options));

  addWantedFacesOptions(addRecognitionOptions(program.command('cluster')))
    .description('group the faces of a library of photos by person, and make a page of them')
    .argument('<photos...>', 'folders, with all that is in them; files; patterns')
    .option('--out <html>', 'write a page there: to give names, merge people, take out faces')
    .option('--decisions <json>', 'what was decided before; who is who is kept there')
    .addOption(serveOption())
    .option('--gallery <file>', 'enroll whoever has a name; it is made where there is none')
    .addOption(keyFileOption())
    .addOption(
      new Option(
        '--false-match-rate <share>',
        'how many pairs of two people may count as near',
      ).argParser(numberBetween(1e-12, 1)),
    )
    .option('--resume <file>', 'keep faces there, and look for none anew in photos that it has')
    .addOption(jsonOption())
    .addOption(detectorOption())
    .addOption(landmarkerOption())
    .addOption(calibrationOption())
    .addHelpText(
      'after',
      examples([
        ['cluster Photos --out people.html', 'a page of everybody who is in there'],
        [
          'cluster Photos --decisions people.json --serve',
          'the same, and what is decided on it is saved at once',
        ],
        [
          'cluster Photos --decisions people.json --gallery people.db',
          'enroll those who were given names',
        ],
      ]),
    )
    .action((photos: string[], options: ClusterCommandOptions) => cluster(photos, options));

  program
    .command('doctor')
    .description('show what FaceGPU runs on, and what is missing')
    .addOption(jsonOption())
    .addHelpText('after', examples([['doctor', 'adapter, packages and models']]))
    .action((options: { json?: boolean }) => doctor(options));

  program
    .command('models')
    .description('list the models with their licence and origin')
    .addOption(jsonOption())
    .addHelpText('after', examples([['models --json', 'for a program']]))
    .action((options: { json?: boolean }) => models(options));

  await addCompanions(
    program,
    args.find((arg) => !arg.startsWith('-')),
  );
  return program;
}
