import { type Command, Option } from 'commander';
import { calibrationOption } from './calibration-file.ts';
import { type EnrollCommandOptions, enroll } from './commands/gallery/enroll.ts';
import { compact, create, repair, stats } from './commands/gallery/file.ts';
import { list, merge, remove, rename, show } from './commands/gallery/people.ts';
import { type SearchOptions, search } from './commands/gallery/search.ts';
import {
  type ExportOptions,
  exportTo,
  type ImportOptions,
  importFrom,
  type ReembedCommandOptions,
  reembedAll,
} from './commands/gallery/transfer.ts';
import { type IdentifyOptions, identify } from './commands/identify.ts';
import { examples } from './examples.ts';
import { keyFileOption } from './gallery-options.ts';
import {
  addFindFacesOptions,
  addNamingOptions,
  addRecognitionOptions,
  compatOption,
  detectorOption,
  jsonOption,
  landmarkerOption,
  minQualityOption,
  minScoreOption,
} from './options.ts';
import { peopleLayouts } from './people-folder.ts';
import { requirePhotos } from './photo-list.ts';

/** Adds `facegpu gallery` with all that can be done with one. */
export function addGalleryCommands(program: Command): void {
  const gallery = program
    .command('gallery')
    .description('keep people and their faces in a file')
    .addHelpText(
      'after',
      examples([
        ['gallery enroll people.db --dir People', 'a folder for each person'],
        ['gallery list people.db --json', 'who is known'],
        ['gallery search people.db --person Ada --recursive Photos', 'every photo of Ada'],
        ['identify --gallery people.db party.jpg', 'who is in a photo'],
        ['gallery remove people.db Ada', 'forgets a person: nothing is left in the file'],
      ]),
    );

  const command = (usage: string, description: string) => {
    const [name, ...rest] = usage.split(' ');
    const added = gallery.command(name).description(description);
    added.argument('<gallery>', 'its file, or the postgres:// address of its database');
    for (const argument of rest) added.argument(argument);
    return added.addOption(keyFileOption());
  };
  const withJson = (added: Command) => added.addOption(jsonOption());

  withJson(command('create', 'make an empty gallery')).action(create);
  withJson(command('list', 'list the people')).action(list);
  withJson(command('show <person>', 'show the faces and photos of a person')).action(show);
  withJson(command('remove <people...>', 'forget people and all their faces')).action(remove);
  withJson(
    command('rename <from> <to>', 'give a person another name; two of one name become one'),
  ).action(rename);
  withJson(command('merge <into> <others...>', 'make several people one')).action(merge);
  withJson(command('stats', 'show how large it is')).action(stats);
  withJson(command('compact', 'give back the room of what was removed')).action(compact);
  withJson(command('repair', 'save what a damaged file still says')).action(repair);

  withJson(command('export', 'print everything as JSON'))
    .option('--out <file>', 'write it there instead')
    .option('--chips', 'with the aligned pictures that are kept')
    .addHelpText(
      'after',
      examples([['gallery export people.db --out people.json', 'into another gallery: import']]),
    )
    .action((where: string, options: ExportOptions) => exportTo(where, options));

  addRecognitionOptions(withJson(command('import <file>', 'add the faces of a file')))
    .option('--names <file>', 'for a .npy: a file with the name of each vector, a line each')
    .option('--model <stamp>', 'what made the vectors, where they do not say')
    .addOption(compatOption())
    .addHelpText(
      'after',
      examples([
        ['gallery import people.db people.json', 'what gallery export has written'],
        ['gallery import people.db labeled.json --compat face-api', 'face-api’s descriptors'],
        ['gallery import people.db vectors.csv', 'rows name,0.1,0.2,…'],
        ['gallery import people.db vectors.npy --names names.txt', 'an array of numpy’s'],
      ]),
    )
    .action((where: string, file: string, options: ImportOptions) =>
      importFrom(where, file, options),
    );

  addRecognitionOptions(
    withJson(command('reembed', 'make the faces anew for another recognition model')),
  )
    .addOption(compatOption())
    .addOption(detectorOption())
    .addOption(landmarkerOption())
    .addOption(minScoreOption())
    .addOption(
      new Option('--from <source>', 'what they are made of').choices(['photos', 'chips', 'either']),
    )
    .option('--drop', 'remove faces that can’t be made anew')
    .action((where: string, options: ReembedCommandOptions) => reembedAll(where, options));

  addFindFacesOptions(command('enroll', 'add people by their photos'), false)
    .addOption(compatOption())
    .option('--dir <people>', peopleLayouts)
    .option('--name <person>', 'who the photos show')
    .addOption(
      new Option('--tag <tag>', 'a tag of these people; several if given again').argParser(
        (tag, others: string[] = []) => [...others, tag],
      ),
    )
    .option('--chips', 'also keep the aligned pictures')
    .addOption(minQualityOption())
    .addHelpText(
      'after',
      examples([
        ['gallery enroll people.db --dir People', 'a folder for each person'],
        ['gallery enroll people.db --dir People --jsonl', 'a line for each photo, once it is kept'],
        ['gallery enroll people.db --name Ada ada1.jpg ada2.jpg', 'photos of one person'],
      ]),
    )
    .action((where: string, photos: string[], options: EnrollCommandOptions) =>
      enroll(where, photos, options),
    );

  addNamingOptions(addFindFacesOptions(command('identify', 'name the faces of photos')))
    .addOption(compatOption())
    .addOption(calibrationOption())
    .action((where: string, photos: string[], options: IdentifyOptions, own: Command) => {
      requirePhotos(photos, options, own);
      return identify(photos, { ...options, gallery: where });
    });

  addNamingOptions(addFindFacesOptions(command('search', 'find the photos that show a person')))
    .requiredOption('--person <person>', 'who is looked for: a name, or the id that list shows')
    .addOption(compatOption())
    .addOption(calibrationOption())
    .addHelpText(
      'after',
      examples([
        ['gallery search people.db --person Ada --recursive Photos', 'every photo of Ada'],
      ]),
    )
    .action((where: string, photos: string[], options: SearchOptions, own: Command) => {
      requirePhotos(photos, options, own);
      return search(where, photos, options);
    });
}
