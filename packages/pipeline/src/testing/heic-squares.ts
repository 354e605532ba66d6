import type { HeicParts } from './heic.ts';

const bytes = (text: string) => Buffer.from(text, 'base64');

/** The picture of squares, coded by x265 with libheif's `heif-enc -q 95`: one tile, colours at half the size. */
export const heicSquares: HeicParts = {
  configuration: bytes(
    'AQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQAqQgEBA3AAAAMAkAAAAwAAAwAe' +
      'oCCBBZbq5Ka5uBAQMCAAAAMAIAAAAwAhIgABAAZEAcFzwIk=',
  ),
  tiles: [
    bytes(
      'AAAAjSgBrwa4ZBIz/pc////WO/of3FulPa/Lex//jlP//1XHj/d/Nbgf/wmS//tNDfnwV3xP86dP/pnQzho/iXRv/PcTj9NYzJbJ' +
        'Y+fWPAv9UPpJm1kRy3uYltZPvTztIBJ/HLPOHLp/7DyHRUf1VLa8q8yo7E44NqmXoWHCYSpTPqDp+8/dxr20yEus/sg8fg==',
    ),
  ],
  columns: 1,
  tileSize: [64, 64],
  size: [48, 32],
};
