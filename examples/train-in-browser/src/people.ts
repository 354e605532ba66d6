import type { FoundFace } from './messages.ts';

export interface Photo {
  /** Names it to the worker. */
  readonly number: number;
  readonly file: File;
  readonly person: string;
  /** What came of looking at it, once that was done. */
  found?: FoundFace | 'unreadable';
}

/** Photos with the name of the folder that each lies in: the person's. */
export class People {
  readonly photos: Photo[] = [];

  /**
   * @param paths where each file lies in what was given, such as `portraits/Ada/1.jpg`
   * @returns the photos that are new, and the names of files that lie in no folder
   */
  add(files: readonly File[], paths: readonly string[]) {
    const added: Photo[] = [];
    const homeless: string[] = [];
    for (const [i, file] of files.entries()) {
      const person = paths[i].split('/').at(-2)?.normalize('NFC') ?? '';
      const known = this.photos.some((photo) => {
        const { name, size, lastModified } = photo.file;
        const isSame = name === file.name && size === file.size;
        return photo.person === person && isSame && lastModified === file.lastModified;
      });
      if (person === '' || person === '.') homeless.push(file.name);
      else if (!known) {
        const photo = { number: this.photos.length, file, person };
        this.photos.push(photo);
        added.push(photo);
      }
    }
    return { added, homeless };
  }

  /** The photos of each person, by name. */
  byName(): Map<string, Photo[]> {
    const people = new Map<string, Photo[]>();
    for (const photo of this.photos) {
      people.set(photo.person, [...(people.get(photo.person) ?? []), photo]);
    }
    return people;
  }

  /** The numbers of each person's photos with a face. */
  faces(): Map<string, number[]> {
    return new Map(
      [...this.byName()].map(([name, photos]) => [
        name,
        photos.filter(hasFace).map(({ number }) => number),
      ]),
    );
  }
}

export function hasFace({ found }: Photo): boolean {
  return found !== undefined && found !== 'unreadable' && found.chip !== undefined;
}
