/** What becomes a HEIC file. */
export interface HeicParts {
  /** The decoder's configuration: the content of the box `hvcC`. */
  readonly configuration: Uint8Array;
  /** The pictures of which the photo consists, row after row: coded in HEVC, all of one size. */
  readonly tiles: readonly Uint8Array[];
  /** How many of them stand in a row. */
  readonly columns: number;
  /** Of a tile, in pixels. */
  readonly tileSize: readonly [width: number, height: number];
  /** Of the photo as it is stored: what the tiles have beyond that is cut off. */
  readonly size: readonly [width: number, height: number];
  /** Quarter turns anticlockwise that put the photo upright (`irot`). */
  readonly turns?: number;
  /** Then it is mirrored (`imir`): 0 top to bottom, 1 left to right. */
  readonly mirror?: 0 | 1;
  /** Exif data, which begins with `Exif\0\0`. */
  readonly exif?: Uint8Array;
}

/**
 * A HEIC file as telephones write it: a grid of tiles, turned by a property of the item, with Exif data beside it that
 * says the same and is not to be obeyed again. After ISO/IEC 14496-12 and 23008-12.
 */
export function heic(parts: HeicParts): Buffer {
  const { configuration, tiles, columns, tileSize, size, turns, mirror, exif } = parts;
  const grid = tiles.length + 1;
  const shape = Buffer.concat([
    Buffer.from([0, 0, tiles.length / columns - 1, columns - 1]),
    u16(...size),
  ]);
  const items = [
    ...tiles.map((data) => ({ type: 'hvc1', hidden: 1, data })),
    { type: 'grid', hidden: 0, data: shape },
    ...(exif ? [{ type: 'Exif', hidden: 1, data: Buffer.concat([u32(6), exif]) }] : []),
  ];

  const properties = [
    box('hvcC', configuration),
    fullBox('ispe', 0, 0, u32(...tileSize)),
    fullBox('ispe', 0, 0, u32(...size)),
  ];
  const ofGrid = [3];
  const add = (name: string, value: number) => {
    ofGrid.push(essential | properties.push(box(name, Buffer.from([value]))));
  };
  if (turns !== undefined) add('irot', turns);
  if (mirror !== undefined) add('imir', mirror);
  const uses = [...tiles.map(() => [essential | 1, 2]), ofGrid];

  const ids = tiles.map((_, i) => i + 1);
  const meta = (start: number) => {
    let at = start;
    const places = items.map(({ data }, i) => {
      const place = Buffer.concat([u16(i + 1, 0, 1), u32(at, data.length)]);
      at += data.length;
      return place;
    });
    return fullBox(
      'meta',
      0,
      0,
      fullBox('hdlr', 0, 0, u32(0), Buffer.from('pict'), Buffer.alloc(13)),
      fullBox('pitm', 0, 0, u16(grid)),
      fullBox('iloc', 0, 0, Buffer.from([0x44, 0]), u16(items.length), ...places),
      fullBox(
        'iinf',
        0,
        0,
        u16(items.length),
        ...items.map(({ type, hidden }, i) => {
          return fullBox('infe', 2, hidden, u16(i + 1, 0), Buffer.from(`${type}\0`));
        }),
      ),
      box(
        'iprp',
        box('ipco', ...properties),
        fullBox(
          'ipma',
          0,
          0,
          u32(uses.length),
          ...uses.map((used, i) =>
            Buffer.concat([u16(i + 1), Buffer.from([used.length, ...used])]),
          ),
        ),
      ),
      fullBox(
        'iref',
        0,
        0,
        box('dimg', u16(grid, ids.length, ...ids)),
        ...(exif ? [box('cdsc', u16(grid + 1, 1, grid))] : []),
      ),
    );
  };
  const brand = box('ftyp', Buffer.from('heic\0\0\0\0mif1heic'));
  // Places have one width: where the data begins is known from a first try.
  const start = brand.length + meta(0).length + 8;
  return Buffer.concat([brand, meta(start), box('mdat', ...items.map(({ data }) => data))]);
}

/** Marks a property that no reader may leave out. */
const essential = 0x80;

function u16(...values: readonly number[]): Buffer {
  return Buffer.from(values.flatMap((value) => [value >> 8, value & 255]));
}

function u32(...values: readonly number[]): Buffer {
  return Buffer.concat(values.map((value) => u16(value >>> 16, value & 0xffff)));
}

function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const data = Buffer.concat(content);
  return Buffer.concat([u32(data.length + 8), Buffer.from(type, 'latin1'), data]);
}

function fullBox(
  type: string,
  version: number,
  flags: number,
  ...content: readonly Uint8Array[]
): Buffer {
  return box(type, u32(version * 2 ** 24 + flags), ...content);
}
