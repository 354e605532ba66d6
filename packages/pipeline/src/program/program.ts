import type { Device, RealType } from '@facegpu/kernels';
import type { Model, OperatorTable } from '@facegpu/nn';
import type { Box, ChipImage, Point } from '../api/face.ts';
import type { StageName } from '../api/options.ts';
import type { AttributeModels, Attributes } from '../attributes/attributes.ts';
import type { Photo } from '../photo/photo.ts';

/** What a caller wants of a photo. */
export interface DetectRequest {
  /** Faces with a score above this. */
  readonly minScore: number;
  readonly chips: boolean;
  /** The networks that guess attributes, where those are wanted. */
  readonly attributes: AttributeModels | undefined;
  /** Whether the stages are to be measured. */
  readonly timings: boolean;
  /** Cancels what has not been submitted yet. */
  readonly signal: AbortSignal | undefined;
}

/** What came of a photo. */
export interface Findings {
  readonly faces: FoundFace[];
  /** Milliseconds on the GPU, where they were asked for and can be had. */
  readonly stages: Readonly<Partial<Record<StageName, number>>>;
}

/** A face, in pixels of the photo as it was uploaded. */
export interface FoundFace {
  readonly box: Box;
  readonly score: number;
  readonly landmarks: readonly Point[];
  readonly descriptor: Float32Array;
  readonly chip?: ChipImage;
  readonly attributes?: Attributes;
}

/** A way from a photo to descriptors. */
export interface Program {
  /** How the chips are cut: a part of the descriptors' stamp. */
  readonly recipe: string;
  /** Numbers of a descriptor. */
  readonly dimensions: number;
  detect(photo: Photo, request: DetectRequest): Promise<Findings>;
  dispose(): void;
}

export interface ProgramOptions {
  readonly device: Device;
  readonly operators: OperatorTable;
  readonly precision: RealType;
  /** Whether descriptors are averaged with those of the chips' mirror images. */
  readonly mirror: boolean;
  readonly detector: Model;
  readonly landmarker: Model;
  readonly embedder: Model;
  /** Hears of each of the three networks that it was compiled. */
  readonly onCompiled: () => void;
}

/** Faces that go through the networks at once; more go in further submits. */
export const capacity = 16;
