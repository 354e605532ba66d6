import { useDevice } from '@facegpu/kernels/testing';
import { compile, Model, mainSize, type Network } from '@facegpu/nn';
import { type Description, descriptionOf } from '@facegpu/pipeline';
import { readModel } from '@facegpu/pipeline/command-line';
import { describe, expect, it } from 'vitest';
import { plain } from '../augment/augmentation.ts';
import { NetworkBuilder } from '../networks/network-builder.ts';
import { trainingOperators } from '../operators/all.ts';
import { adam } from '../optimizers/adam.ts';
import { trainableLayers, trainableWeights } from '../step/trainable.ts';
import { fakeChipSet } from '../testing/fake-chip-set.ts';
import { modelRecognizer, ownRecognizer, type RecognizerModel } from './recognizer-model.ts';
import { RecognizerTraining } from './recognizer-training.ts';
import { serializeRecognizer } from './save-recognizer.ts';

const [people, photos] = [2, 2];
const count = people * photos;
const thresholds = [1e-2, 1e-3].map((falseMatchRate, i) => {
  return { falseMatchRate, distance: 0.5 - i / 10, pairs: 10 };
});
const measured = { thresholds, measuredOn: 'nobody' };

/** A model file, parsed. */
const saved = (model: RecognizerModel, weights: ReadonlyMap<string, Float32Array<ArrayBuffer>>) => {
  return Model.parse(serializeRecognizer(model, 'tuned', weights, measured), 'tuned.safetensors');
};

/** What stays as it was of a recogniser. */
const kept = ({ input, metric, alignment, dimensions, output }: Description<'recognizer'>) => {
  return { input, metric, alignment, dimensions, output };
};

describe('going on from a model', () => {
  const lane = useDevice();

  it.for(['arcface', 'dlib'])('%s is trained as it is used', async (name, { task }) => {
    const device = lane.device(task.meta);
    const shipped = await readModel(name);
    const model = modelRecognizer(shipped);
    const [size] = mainSize(model.input);
    const spec = { alignment: model.alignment, size, margin: 0 };
    const chips = fakeChipSet(people, photos, size);
    const images = [...chips.people.keys()].map((chip) => plain(chip, spec));
    const training = await RecognizerTraining.create(device, {
      model,
      loss: { kind: 'triplet', mining: 'hard' },
      optimizer: adam(),
      count,
      chips: chips.bytes,
      spec,
    });
    const before = await training.embed(images);
    const batch = { images, people: chips.people };
    const first = await training.train(batch, 1e-5);
    const second = await training.train(batch, 1e-5);
    expect(second.loss).toBeLessThan(first.loss);
    const { values } = await training.step.state();
    const after = await training.embed(images);
    training.dispose();

    const untrained = await saved(model, new Map());
    const tuned = await saved(model, values);
    expect(kept(descriptionOf(tuned, 'recognizer'))).toEqual(
      kept(descriptionOf(shipped, 'recognizer')),
    );
    // Bytes and halves stand for what they did, and colours come in as they do in the pipeline.
    const pixels = chips.bytes.filter((_, i) => i % 4 !== 3);
    const { mean, scale } = model.input;
    const image = Float32Array.from(pixels, (value, i) => (value - mean[i % 3]) * scale[i % 3]);
    const embedded = async (network: Network) => {
      const plan = await compile(network, device, {
        operators: trainingOperators,
        dimensions: { batch: count },
      });
      const { [model.descriptors]: rows } = await plan.run({ [model.input.name]: image });
      plan.dispose();
      return rows;
    };
    const cases = [
      [shipped, before],
      [untrained, before],
      [tuned, after],
    ] as const;
    for (const [file, expected] of cases) {
      const rows = await embedded(file.network());
      const largest = Math.max(...expected.map(Math.abs));
      const off = Math.max(...rows.map((value, i) => Math.abs(value - expected[i])));
      expect(off / largest).toBeLessThan(1e-3);
    }
  });

  it('counts layers from the end: a convolution with its slopes, a product', async () => {
    const { network } = modelRecognizer(await readModel('arcface'));
    const layers = trainableLayers(network, trainingOperators);
    expect(layers).toHaveLength(50);
    expect(layers.slice(-3)).toEqual([
      ['660|2310', '661', '507:2'],
      ['663|2310', '664'],
      ['666|2310', '667'],
    ]);
    expect(trainableWeights(network, trainingOperators)).toEqual(layers.flat());
    const dlib = modelRecognizer(await readModel('dlib'));
    expect(trainableLayers(dlib.network, trainingOperators).at(-1)).toEqual(['fc']);
  });

  it('takes channels that lie first', async ({ task }) => {
    const device = lane.device(task.meta);
    const side = 12;
    const write = (b: NetworkBuilder, image: string) => {
      const rows = b.add('reshape', [image], { shape: [0, side * side * 3] });
      return b.add('gemm', [rows, b.weight('projection', [side * side * 3, 4])]);
    };
    const { byBatch: _, ...last } = ownRecognizer(side, 4, 1, write);
    const b = new NetworkBuilder(1);
    const image = b.input('image', ['batch', 3, side, side]);
    const turned = b.add('transpose', [image], { permutation: [0, 2, 3, 1] });
    const descriptors = write(b, turned);
    const network = b.build(descriptors);
    const first = {
      ...last,
      network,
      descriptors,
      input: { ...last.input, layout: 'nchw' as const },
    };
    const rows: Float32Array[] = [];
    const spec = { alignment: last.alignment, size: side, margin: 0 };
    for (const model of [last, first]) {
      const training = await RecognizerTraining.create(device, {
        model,
        loss: { kind: 'triplet', mining: 'hard' },
        optimizer: adam(),
        count,
        chips: fakeChipSet(people, photos, side).bytes,
        spec,
      });
      rows.push(await training.embed(Array.from({ length: count }, (_, i) => plain(i, spec))));
      training.dispose();
    }
    expect(rows[0]).toEqual(rows[1]);
  });

  it('refuses what cannot be trained', async ({ task }) => {
    const model = ownRecognizer(8, 4, 1, (b, image) => {
      const rows = b.add('reshape', [image], { shape: [-1, 8 * 8 * 3] });
      return b.add('gemm', [rows, b.weight('projection', [8 * 8 * 3, 4])]);
    });
    const fixed = await saved(
      {
        ...model,
        network: {
          ...model.network,
          graph: {
            ...model.network.graph,
            inputs: [{ name: 'image', shape: [1, 8, 8, 3], dtype: 'f32' }],
          },
        },
      },
      new Map(),
    );
    expect(() => modelRecognizer(fixed)).toThrow(
      expect.objectContaining({
        code: 'unsupported-feature',
        message: 'tuned.safetensors takes image [1, 8, 8, 3]',
      }),
    );
    const spec = { alignment: model.alignment, size: 8, margin: 0 };
    const euclidean = RecognizerTraining.create(lane.device(task.meta), {
      model: { ...model, metric: 'euclidean' },
      loss: { kind: 'arcface', classes: 2 },
      optimizer: adam(),
      count,
      chips: fakeChipSet(people, photos, 8).bytes,
      spec,
    });
    await expect(euclidean).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining('arcface trains angles'),
    });
  });
});
