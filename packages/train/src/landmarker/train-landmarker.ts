import {
  allocate,
  type Device,
  heatmapPoints,
  owning,
  Readback,
  Recording,
  Tensor,
} from '@facegpu/kernels';
import type { Values } from '@facegpu/nn';
import type { Point } from '@facegpu/pipeline';
import {
  commonPoints,
  type LandmarkErrors,
  landmarkError,
  markedOrder,
  summarizeErrors,
} from '@facegpu/pipeline/evaluate';
import {
  type Augmentation,
  type AugmentationOptions,
  drawAugmentation,
  plain,
  usualAugmentation,
} from '../augment/augmentation.ts';
import { beforeMap, isMirrored } from '../augment/augmented-points.ts';
import type { ImageNetwork } from '../course/image-network.ts';
import { ImageTraining } from '../course/image-training.ts';
import { type Best, type CourseSettings, runCourse } from '../course/run-course.ts';
import { joinChips } from '../dataset/chip-set.ts';
import type { ChipSpec } from '../dataset/chip-spec.ts';
import { fullBatches } from '../dataset/full-batches.ts';
import { Random } from '../dataset/random.ts';
import { shuffledBatches } from '../dataset/shuffled-batches.ts';
import { adaptiveWing } from '../losses/regression.ts';
import { adam } from '../optimizers/adam.ts';
import { cellPixels, landmarkCount, refinement } from './landmarker-model.ts';
import type { MarkedFaces } from './marked-faces.ts';
import { mirroredLandmarks } from './mirrored-landmarks.ts';
import { wantedInputs, wantedMaps } from './wanted-maps.ts';

export interface LandmarkerReport {
  readonly loss: number;
}

/** How far landmarks are off, see `summarizeErrors`. */
export type LandmarkerMeasure = LandmarkErrors;

export interface TrainLandmarkerOptions
  extends CourseSettings<LandmarkerReport, LandmarkerMeasure> {
  readonly model: ImageNetwork;
  /** How the chips were cut. */
  readonly spec: ChipSpec;
  readonly train: MarkedFaces;
  /** Others, to measure with. */
  readonly held: MarkedFaces;
  /** Images of a batch. */
  readonly count: number;
  readonly seed: number;
  /** Of faces as a detector finds them, and as landmarks align them: an image is drawn by one or the other. */
  readonly augmentations?: readonly AugmentationOptions[] | undefined;
}

export interface TrainedLandmarker {
  /** Of the best weights. */
  readonly validation: LandmarkerMeasure;
  readonly best: Best;
}

const found: AugmentationOptions = {
  ...usualAugmentation,
  shift: 0.1,
  scale: 0.2,
  rotation: 30,
};

/** What the second look sees is upright and in its place, but for the errors of the first. */
const aligned: AugmentationOptions = {
  ...usualAugmentation,
  shift: 0.03,
  scale: 0.06,
  rotation: 5,
};

/** Deviation of the Gaussians that are drawn, in cells. */
const deviation = 1.2;

/** The largest norm of all gradients together. */
const clipNorm = 50;

/**
 * Trains a landmarker: batches of varied faces, maps of Gaussians, the adaptive wing loss with its weights (Wang
 * 2019), Adam, and a measurement on other faces now and then. See `runCourse`.
 *
 * @throws FaceGpuError as `runCourse` and `ImageTraining.create` do
 */
export function trainLandmarker(
  device: Device,
  options: TrainLandmarkerOptions,
): Promise<TrainedLandmarker> {
  const { model, spec, train, held, count, seed, augmentations = [found, aligned] } = options;
  const side = spec.size / cellPixels;
  const points = [...train.points, ...held.points];
  const batchOf = shuffledBatches(train.points.length, { count, seed });
  const others = Array.from(held.points, (_, i) => train.points.length + i);
  return owning(async (owner) => {
    const training = owner.keep(
      await ImageTraining.create(device, {
        model,
        writeLoss: (b, [maps]) => {
          const wanted = wantedMaps(b, { count, points: landmarkCount, side, deviation });
          return { loss: adaptiveWing(b, maps, wanted, { peaks: { from: 0.02, weight: 11 } }) };
        },
        optimizer: adam({ decay: 1e-4 }),
        chips: joinChips(train, held),
        spec,
        count,
        clipNorm,
      }),
    );
    const find = owner.keep(await createFinder(device, training, spec));
    const measure = async () => {
      const errors: number[] = [];
      for (const { live, all } of fullBatches(others, count)) {
        const images = all.map((face) => plain(face, spec));
        const found = await find.points(images);
        live.forEach((face, i) => {
          const marked = landmarksIn(images[i], points[face]);
          errors.push(landmarkError(found[i], marked, everyPoint));
        });
      }
      return summarizeErrors(errors);
    };
    const best = await runCourse({
      ...options,
      training: training.step,
      train: async (step, rate) => {
        const random = new Random(seed, 'augmentation', step);
        const faces = batchOf(step - 1);
        const images = faces.map((face) => {
          const kind = augmentations[random.below(augmentations.length)];
          return drawAugmentation(random, face, spec, kind);
        });
        const places = images.map((image, i) => landmarksIn(image, points[faces[i]]));
        const results = await training.train(images, wantedOf(places), rate);
        const [loss] = training.report;
        return { loss: results[loss][0] };
      },
      measure,
      scoreOf: ({ nme }) => -nme,
    });
    const validation = await measure();
    owner.dispose();
    return { validation, best };
  });
}

const everyPoint = commonPoints(markedOrder, markedOrder) ?? { found: [], marked: [] };

/** Where the landmarks of a chip lie in an image of it, in its pixels. */
function landmarksIn({ variation: { map } }: Augmentation, points: readonly Point[]): Point[] {
  const moved = points.map((point) => beforeMap(map, point));
  return isMirrored(map) ? mirroredLandmarks.map((landmark) => moved[landmark]) : moved;
}

function wantedOf(places: readonly (readonly Point[])[]): Values {
  const cells = (axis: 0 | 1) => {
    return Float32Array.from(places.flat(), (point) => point[axis] / cellPixels);
  };
  return { [wantedInputs.x]: cells(0), [wantedInputs.y]: cells(1) };
}

/** Finds landmarks with the weights as they are, just as a pipeline does with the file. */
async function createFinder(device: Device, training: ImageTraining, { size }: ChipSpec) {
  const { count, plan } = training;
  return owning(async (owner) => {
    const [maps] = plan.outputs.values();
    const shape = [count, landmarkCount, 2];
    const output = new Tensor('landmarks', { shape, dtype: 'f32', layout: 'dense' });
    const dispatches = heatmapPoints({ tensor: maps, axis: 'last', refine: refinement, output });
    owner.keepBuffers(device, await allocate(device, 'landmarks', [output]));
    const recording = owner.keep(await Recording.create(device, 'landmarks', dispatches));
    const readback = owner.keep(await Readback.create(device, 'landmarks', [output]));
    return {
      /** Of each image its landmarks, in its pixels. */
      async points(images: readonly Augmentation[]): Promise<Point[][]> {
        await training.infer(images);
        recording.run(readback);
        await readback.fetch();
        const places = readback.values(output);
        return images.map((_, image) =>
          Array.from({ length: landmarkCount }, (_, landmark) => {
            const at = 2 * (image * landmarkCount + landmark);
            return [places[at] * size, places[at + 1] * size] as const;
          }),
        );
      },
      dispose: () => owner.dispose(),
    };
  });
}
