import { heatmapPoints, type PointRefinement, type Tensor } from '@facegpu/kernels';
import { kinds, schema } from '@facegpu/nn';
import { dense } from '../../gpu/dense.ts';
import { type Cells, cells, gridOf } from '../../models/cells.ts';
import { defineDecoder } from '../../models/decode.ts';
import { type OutputName, outputName } from '../../models/output-name.ts';
import { positive } from '../../models/positive.ts';
import type { LandmarkDecoder } from './decoder.ts';

const { is, maybe, of, table } = schema;

/** Maps of an output: consecutive channels, one for each landmark. */
interface MapSettings {
  /** The output of the heatmaps unless told. */
  readonly output?: OutputName | undefined;
  /** The channel of the first landmark; the first unless told. */
  readonly first?: number | undefined;
}

interface OffsetSettings {
  readonly kind: 'offset';
  readonly x: MapSettings;
  readonly y: MapSettings;
  /** Cells for 1; one unless told. */
  readonly scale?: number | undefined;
  /** Whether the maps hold shares, whose log-odds the offsets are. */
  readonly logit?: boolean | undefined;
}

/** How landmarks lie between the cells: see `heatmapPoints` of the kernels. */
type Refinement = OffsetSettings | Exclude<PointRefinement, { kind: 'offset' }>;

interface HeatmapSettings extends Cells, MapSettings {
  /** At the highest cells themselves unless told. */
  readonly refine?: Refinement | undefined;
}

const channel = maybe(of(kinds.whole(0, 65_535)));
const maps = { output: maybe(outputName), first: channel };
const kind = of(kinds.oneOf('none', 'offset', 'softArgmax', 'dark'));

const refinements: Readonly<Record<Refinement['kind'], schema.Schema>> = {
  none: table({ kind }),
  offset: table<OffsetSettings>({
    kind,
    x: table<MapSettings>(maps),
    y: table<MapSettings>(maps),
    scale: maybe(of(kinds.real)),
    logit: maybe(of(kinds.flag)),
  }),
  softArgmax: table({ kind, sharpness: maybe(positive) }),
  dark: table({ kind, sigma: maybe(positive), radius: maybe(of(kinds.whole(0, 32))) }),
};

const refine: schema.Schema = (value, path) =>
  is('a table', schema.isRecord)(value, path) ??
  kind((value as { kind: unknown }).kind, `${path}.kind`) ??
  refinements[(value as Refinement).kind](value, path);

/**
 * Networks that draw a map for each landmark, the higher the likelier it lies there: `refine` says
 * where between the cells it does.
 */
export const heatmap = defineDecoder<HeatmapSettings, LandmarkDecoder>(
  { ...cells, ...maps, refine: maybe(refine) },
  (settings) => ({
    decode({ output, size, landmarks }) {
      const { output: heights = 0, first, refine = { kind: 'none' } } = settings;
      const tensor = output(heights);
      const { grid, axis } = gridOf(settings, tensor, size);
      const mapsOf = (other: MapSettings): { tensor: Tensor; first: number | undefined } => ({
        tensor: output(other.output ?? heights),
        first: other.first,
      });
      const refinement: PointRefinement =
        refine.kind === 'offset' ? { ...refine, x: mapsOf(refine.x), y: mapsOf(refine.y) } : refine;
      const points = dense('points', 'f32', tensor.shape[0], landmarks, 2);
      const dispatches = heatmapPoints({
        tensor,
        first,
        axis,
        refine: refinement,
        grid,
        output: points,
      });
      return { points, dispatches };
    },
  }),
);
