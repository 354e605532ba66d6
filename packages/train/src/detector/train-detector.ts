import { type Device, owning } from '@facegpu/kernels';
import type { ImageNetwork } from '../course/image-network.ts';
import { ImageTraining } from '../course/image-training.ts';
import { type Best, type CourseSettings, runCourse } from '../course/run-course.ts';
import { Random } from '../dataset/random.ts';
import { shuffledBatches } from '../dataset/shuffled-batches.ts';
import { adam } from '../optimizers/adam.ts';
import { cellPixels } from './detector-model.ts';
import { drawCrop, facesIn } from './draw-crop.ts';
import type { MarkedPhotos } from './marked-photos.ts';
import { detectorLoss, wantedCentres } from './wanted-centres.ts';

export interface DetectorReport {
  readonly loss: number;
  /** Of the heatmap. */
  readonly focal: number;
  /** Of sizes and offsets. */
  readonly off: number;
}

export interface DetectorMeasure {
  /** The loss on crops of other photos, always the same. */
  readonly held: number;
}

export interface TrainDetectorOptions extends CourseSettings<DetectorReport, DetectorMeasure> {
  readonly model: ImageNetwork;
  readonly photos: MarkedPhotos;
  /** Side of their squares, in pixels. */
  readonly side: number;
  /** The numbers of the photos to train with, and of those to measure with. */
  readonly train: readonly number[];
  readonly held: readonly number[];
  /** Side of the crops that are trained with, in pixels. */
  readonly size: number;
  /** Crops of a batch. */
  readonly count: number;
  readonly seed: number;
}

export interface TrainedDetector {
  /** Of the best weights. */
  readonly validation: DetectorMeasure;
  readonly best: Best;
}

/** Crops of each photo that is measured with. */
const heldCrops = 4;

/** The largest norm of all gradients together. */
const clipNorm = 20;

/**
 * Trains a detector: batches of varied crops, a heatmap of centres and their sizes, Adam, and a measurement on other
 * photos now and then. See `runCourse`.
 *
 * @throws FaceGpuError as `runCourse` and `ImageTraining.create` do
 */
export function trainDetector(
  device: Device,
  options: TrainDetectorOptions,
): Promise<TrainedDetector> {
  const { model, photos, side, train, held, size, count, seed } = options;
  const maps = { count, side: size / cellPixels };
  const batchOf = shuffledBatches(train.length, { count, seed });
  const cropOf = (number: number, random: Random) => {
    return drawCrop(random, { number, faces: photos.faces[number] }, { side, size });
  };
  /** The images of a batch, and what is wanted of them. */
  const batch = (numbers: readonly number[], ...keys: readonly (string | number)[]) => {
    const images = numbers.map((number, i) => cropOf(number, new Random(seed, ...keys, i)));
    const faces = images.map((image, i) => facesIn(image, photos.faces[numbers[i]]));
    return { images, wanted: wantedCentres(faces, maps) };
  };
  return owning(async (owner) => {
    const training = owner.keep(
      await ImageTraining.create(device, {
        model,
        writeLoss: (b, outputs) => detectorLoss(b, outputs, maps),
        optimizer: adam({ decay: 1e-4 }),
        chips: photos.bytes,
        spec: { size, margin: (side - size) / 2 },
        count,
        clipNorm,
      }),
    );
    const measured = Array.from({ length: heldCrops }, () => held).flat();
    const measure = async () => {
      let [total, batches] = [0, 0];
      for (let first = 0; first + count <= measured.length; first += count) {
        const { images, wanted } = batch(measured.slice(first, first + count), 'held', first);
        const { [training.loss]: loss } = await training.infer(images, wanted);
        total += loss[0];
        batches++;
      }
      return { held: total / Math.max(1, batches) };
    };
    const best = await runCourse({
      ...options,
      training: training.step,
      train: async (step, rate) => {
        const numbers = batchOf(step - 1).map((place) => train[place]);
        const { images, wanted } = batch(numbers, 'crop', step);
        const results = await training.train(images, wanted, rate);
        const [loss, focal, off] = training.report.map((name) => results[name][0]);
        return { loss, focal, off };
      },
      measure,
      scoreOf: ({ held }) => -held,
    });
    const validation = await measure();
    owner.dispose();
    return { validation, best };
  });
}
