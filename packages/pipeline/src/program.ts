import type { Device, RealType } from '@facegpu/kernels';
import type { Model, OperatorTable } from '@facegpu/nn';
import type { AttributeModels, Attributes } from './attributes/attributes.ts';
import type { Box, ChipImage, Point } from './face.ts';
import type { Photo } from './photo.ts';

/** What a caller wants of a photo. */
export interface DetectRequest {
  /** Faces with a score above this. */
  readonly minScore: number;
  readonly chips: boolean;
  /** The networks that guess attributes, where those are wanted. */
  readonly attributes: AttributeModels | undefined;
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
  detect(photo: Photo, request: DetectRequest): Promise<FoundFace[]>;
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
}

/** Faces that go through the networks at once; more go in further submits. */
export const capacity = 16;
