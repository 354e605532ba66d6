import { FaceGpuError } from '@facegpu/kernels';
import {
  notNegative,
  type OptionRules,
  positiveShare,
  requireOneOf,
  requireOptions,
  show,
} from '../api/check-options.ts';
import type { DescriptorJson } from '../api/descriptor.ts';
import type { Descriptor, Quality } from '../api/face.ts';
import { isKind, kindOf } from '../api/kinds.ts';
import type { Judgement } from './thresholds.ts';

/** How alike two faces are. */
export interface Comparison extends Judgement {
  /** Of the descriptors, by the metric of the recognition model; 0 for the same picture. */
  readonly distance: number;
}

/** When two faces are taken for one person's. */
export interface CompareOptions {
  /**
   * The share of two people's pairs that may be taken for one person's, above 0; that of the calibration, or 1e-4,
   * unless told.
   */
  readonly falseMatchRate?: number;
  /** Instead of that: the distance below which they are. */
  readonly threshold?: number;
}

const compareRules: OptionRules<CompareOptions> = {
  falseMatchRate: positiveShare,
  threshold: notNegative,
};

/** @throws FaceGpuError `bad-argument` */
export function requireCompareOptions(options: CompareOptions): void {
  requireOptions('compare', options, compareRules);
  requireOneOf(options, 'falseMatchRate', 'threshold');
}

/** A descriptor, or what JSON made of it. */
export type DescriptorInput = Descriptor | DescriptorJson;

/** A descriptor, or the face that it was made of; either may have gone through JSON or to a worker. */
export type FaceOrDescriptor =
  | {
      readonly descriptor: DescriptorInput;
      readonly descriptors?: Readonly<Record<string, DescriptorInput>>;
      /** What it is worth, where that was asked for. */
      readonly quality?: Quality;
    }
  | DescriptorInput;

/**
 * The descriptor of a face: that with the stamp `model`, where one of several has it.
 *
 * @throws FaceGpuError `no-face`: `faces[0]` of a photo without faces is undefined; `bad-argument`
 * for what is no face and no descriptor, or has numbers that are not finite
 */
export function descriptorOf(face: FaceOrDescriptor, model?: string): Descriptor {
  if (typeof face !== 'object' || face === null) {
    throw new FaceGpuError(
      'no-face',
      `a face or a descriptor is ${show(face)}`,
      'Check that a face was found in the photo.',
    );
  }
  const descriptor =
    'descriptor' in face
      ? (Object.values(face.descriptors ?? {}).find((own) => own.model === model) ??
        face.descriptor)
      : face;
  if (typeof descriptor?.model !== 'string') {
    throw new FaceGpuError(
      'bad-argument',
      `a face or a descriptor is ${kindOf(descriptor)} without a model`,
      'Give a face of detect, or its descriptor, { model, values }: numbers alone don’t say what made them.',
    );
  }
  return { model: descriptor.model, values: numbersOf(descriptor.values) };
}

/** Numbers of a descriptor, also where JSON made a list of them, or numbered them one by one. */
function numbersOf(values: unknown): Float32Array {
  if (isKind(values, 'Float32Array') && allFinite(values)) return values;
  const listed: unknown[] = Object.values(values ?? {});
  // What isn't a number must not become one: null is 0 to a Float32Array.
  if (allFinite(listed)) return Float32Array.from(listed);
  throw new FaceGpuError(
    'bad-argument',
    'a descriptor is empty, or holds what is no finite number',
    'Give it as detect made it, or as JSON.stringify wrote that: { "model": "…", "values": [0.1, …] }.',
  );
}

function allFinite(values: ArrayLike<unknown>): values is ArrayLike<number> {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return values.length > 0;
}

/**
 * Refuses descriptors that were made in different ways.
 *
 * @throws FaceGpuError `model-mismatch`
 */
export function requireSameModel(a: string, b: string): void {
  if (a === b) return;
  throw new FaceGpuError(
    'model-mismatch',
    `a descriptor was made by ${a}, the other one by ${b}`,
    'Make both with the same model and options: their distance means nothing.',
  );
}
