import type { OperatorTable } from '@facegpu/nn';
import type { Alignments } from '../align/alignments.ts';
import type { BoxDecoders } from '../detect/decoders/decoder.ts';
import type { LandmarkDecoders } from '../landmark/decoders/decoder.ts';
import type { CompatPrograms } from '../program/compat-programs.ts';

/**
 * What models and options may name. Node has all there is; in the browser, what the default models need
 * keeps the page small, and others are given along. Functions can't be sent: a worker gets them from
 * `servePipelines` in its own script.
 */
export interface Tables {
  /** Operators of models: `basicOperators` in the browser, all are `allOperators` of `@facegpu/nn`. */
  readonly operators: OperatorTable;
  /** The kinds of box decoders of detectors: `basicDecoders` in the browser, all are `allDecoders`. */
  readonly decoders: BoxDecoders;
  /** The kinds of landmark decoders of landmarkers: `basicLandmarkDecoders` in the browser, all are `allLandmarkDecoders`. */
  readonly landmarkDecoders: LandmarkDecoders;
  /** The ways of other libraries that `compat` may name: none in the browser, all are `compatPrograms`. */
  readonly compatPrograms: Partial<CompatPrograms>;
  /** The ways that `alignment` may need: none in the browser, all are `alignments` of `@facegpu/pipeline/alignments`. */
  readonly alignments: Partial<Alignments>;
}

export const tableNames = [
  'operators',
  'decoders',
  'landmarkDecoders',
  'compatPrograms',
  'alignments',
] as const satisfies readonly (keyof Tables)[];

/** Those that options give, and others' for the rest. */
export function tablesOf(options: Partial<Tables>, usual: Tables): Tables {
  const {
    operators = usual.operators,
    decoders = usual.decoders,
    landmarkDecoders = usual.landmarkDecoders,
    compatPrograms = usual.compatPrograms,
    alignments = usual.alignments,
  } = options;
  return { operators, decoders, landmarkDecoders, compatPrograms, alignments };
}
