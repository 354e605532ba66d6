import {
  detectorOption,
  minScoreOption,
  numberBetween,
  uprightOption,
  wholeBetween,
} from '@facegpu/pipeline/command-line';
import { type Command, Option } from 'commander';
import { presets } from '../recognizer/presets.ts';
import { addCourseOptions } from './course-options.ts';
import { detectorDefaults, type TrainDetectorOptions, trainDetector } from './train-detector.ts';
import {
  landmarkerDefaults,
  type TrainLandmarkerOptions,
  trainLandmarker,
} from './train-landmarker.ts';
import {
  recognizerEpochs,
  type TrainRecognizerOptions,
  trainRecognizer,
} from './train-recognizer.ts';

/** Adds `train` and what is below it to a command line. */
export function addTrainCommands(program: Command): void {
  const train = program.command('train').description('train a model');
  const recognizer = train
    .command('recognizer')
    .description('train a network that tells people apart, from a folder of photos')
    .requiredOption('--data <dir>', 'a folder for each person, or a CSV file with rows file,person')
    .option('--val <pairs>', 'pairs of other people to measure with: path,path,same, or LFW’s .txt')
    .option('--init <model>', 'go on from a model: arcface, dlib, or the path of a file')
    .addOption(
      new Option(
        '--last <layers>',
        'train only so many layers, the last ones: convolutions and matrix products',
      ).argParser(wholeBetween(1, 10_000)),
    )
    .addOption(
      new Option('--preset <net>', 'the network that begins from nothing')
        .choices(Object.keys(presets))
        .default('small'),
    )
    .addOption(
      new Option('--loss <loss>', 'what it is trained by')
        .choices(['triplet', 'arcface', 'cosface'])
        .default('triplet'),
    )
    .addOption(
      new Option(
        '--margin <margin>',
        'of the loss; 0.2 for semi-hard triplets, 0.5 for arcface, 0.35 for cosface unless told',
      ).argParser(numberBetween(0, 10)),
    )
    .addOption(
      new Option(
        '--mining <how>',
        'which triplets of a batch; set makes batches of what the network confuses in all photos',
      )
        .choices(['hard', 'semi-hard', 'random', 'set'])
        .default('semi-hard'),
    )
    .addOption(
      new Option(
        '--variation <strength>',
        'how much photos are varied: 1 is the usual, less learns faster what little time allows',
      )
        .argParser(numberBetween(0, 3))
        .default(1),
    )
    .option('--show-triplets <file>', 'write a page of the triplets that were mined, .html')
    .addOption(
      new Option('--people <count>', 'people of a batch')
        .argParser(wholeBetween(2, 1024))
        .default(16),
    )
    .addOption(
      new Option('--photos <count>', 'photos of each of them')
        .argParser(wholeBetween(2, 64))
        .default(4),
    )
    .addOption(
      new Option(
        '--micro-batch <count>',
        'photos in memory at once, a divisor of people × photos; all unless told',
      ).argParser(wholeBetween(1, 65_536)),
    )
    .addOption(
      new Option(
        '--average <share>',
        'measure and keep an average of the weights, of which so much stays at a step: 0.99',
      ).argParser(numberBetween(0, 0.999999)),
    )
    .option('--cache <dir>', 'keep faces and chips there, not among your caches')
    .addOption(detectorOption())
    .addOption(minScoreOption())
    .addOption(uprightOption())
    .action((options: TrainRecognizerOptions) => trainRecognizer(options));
  addCourseOptions(recognizer, {
    rate: '0.005 for triplets, or 0.001 with --micro-batch, mobile or dlib; 0.05 for angles; with --init 0.0001 and 0.005',
    epoch: 'how often everybody is seen',
    epochs: recognizerEpochs,
  });
  addLandmarker(train);
  addDetector(train);
}

function addLandmarker(train: Command): void {
  const landmarker = train
    .command('landmarker')
    .description('train a network that finds 68 landmarks, from photos in which they are marked')
    .requiredOption(
      '--data <list>',
      'JSON with 68 points for each photo, or the folder of photos that such a list lies beside',
    )
    .addOption(
      new Option('--side <pixels>', 'of the images that it looks at, a multiple of 16')
        .argParser(wholeBetween(32, 512))
        .default(64),
    )
    .addOption(imagesOption())
    .action((options: TrainLandmarkerOptions) => trainLandmarker(options));
  const { rate, epochs } = landmarkerDefaults;
  addCourseOptions(landmarker, {
    rate: `${rate} unless told`,
    epoch: 'how often every face is seen',
    epochs,
  });
}

function addDetector(train: Command): void {
  const detector = train
    .command('detector')
    .description('train a network that finds faces, from photos in which boxes are marked')
    .requiredOption(
      '--data <list>',
      'JSON with the boxes of each photo, or the folder of photos that such a list lies beside',
    )
    .addOption(
      new Option('--side <pixels>', 'of the crops that it is trained with, a multiple of 32')
        .argParser(wholeBetween(32, 256))
        .default(128),
    )
    .addOption(
      new Option(
        '--longest <pixels>',
        'the longer side of photos that it will look at, a multiple of 32',
      )
        .argParser(wholeBetween(32, 2048))
        .default(320),
    )
    .addOption(imagesOption())
    .action((options: TrainDetectorOptions) => trainDetector(options));
  const { rate, epochs } = detectorDefaults;
  addCourseOptions(detector, {
    rate: `${rate} unless told`,
    epoch: 'how often every photo is seen',
    epochs,
  });
}

function imagesOption(): Option {
  return new Option('--images <count>', 'images of a batch')
    .argParser(wholeBetween(2, 1024))
    .default(16);
}
