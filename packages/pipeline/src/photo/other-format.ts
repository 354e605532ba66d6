/** A format of pictures that sharp can't decode as it comes from npm. */
export interface OtherFormat {
  readonly name: string;
  /** What ImageMagick calls it. */
  readonly coder: 'BMP' | 'HEIC' | 'ICO' | 'JP2' | 'J2K' | 'JXL' | 'PNM';
}

interface Signature extends OtherFormat {
  /** @param start the first bytes of a file, a character for each */
  begins(start: string): boolean;
}

/** The first box of a file that consists of boxes, as JPEG XL and JPEG 2000 have it. */
const firstBox = (name: string) => `\0\0\0\x0c${name}\r\n\x87\n`;

const signatures: readonly Signature[] = [
  {
    name: 'BMP',
    coder: 'BMP',
    begins: (start) => start.startsWith('BM') && start.slice(6, 10) === '\0\0\0\0',
  },
  {
    name: 'ICO',
    coder: 'ICO',
    begins: (start) => start.startsWith('\0\0\x01\0') && start[4] !== '\0',
  },
  { name: 'PNM', coder: 'PNM', begins: (start) => /^P[1-7]\s/.test(start) },
  {
    name: 'HEIC',
    coder: 'HEIC',
    // AVIF may call itself so too, and says in the same box what it is.
    begins: (start) => /^ftyp(he[iv][cmsx]|m[is]f1)/.test(start.slice(4)) && !/avi[fs]/.test(start),
  },
  {
    name: 'JPEG XL',
    coder: 'JXL',
    begins: (start) => start.startsWith('\xff\x0a') || start.startsWith(firstBox('JXL ')),
  },
  { name: 'JPEG 2000', coder: 'JP2', begins: (start) => start.startsWith(firstBox('jP  ')) },
  { name: 'JPEG 2000', coder: 'J2K', begins: (start) => start.startsWith('\xff\x4f\xff\x51') },
];

/** The format of a file, by its first bytes, where it is one of those; nothing where it isn't. */
export function otherFormatOf(file: Uint8Array): OtherFormat | undefined {
  const start = String.fromCharCode(...file.subarray(0, 40));
  return signatures.find(({ begins }) => begins(start));
}
