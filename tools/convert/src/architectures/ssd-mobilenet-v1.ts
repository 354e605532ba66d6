import type { NetworkWriter } from '../network-writer.ts';
import type { Architecture } from './architecture.ts';
import { centred, image } from './input.ts';
import { type Channels, conv2d, depthwiseConv } from './layers.ts';
import { mit, tutorial } from './provenance.ts';

const anchors = 'anchors';
const encodings = 'encodings';
const logits = 'logits';

/** Anchor boxes, over the cells of all six predictors. */
const boxes = 5118;
/** Background, face, and a third that nothing reads. */
const classes = 3;

const epsilon = Math.fround(0.001);

/** Channels of the backbone's layers 1 … 13. */
const widths = [64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024];
/** Layers of the backbone that halve the image. */
const halving = [2, 4, 6, 12];

/** Layers after the backbone, in turn a 1×1 convolution and a 3×3 one that halves the image. */
const extraWidths = [256, 512, 128, 256, 128, 256, 64, 128];

/** What boxes are predicted from. */
interface FeatureMap {
  readonly map: string;
  readonly channels: number;
}

/** MobileNet v1, four smaller feature maps after it, and an SSD predictor on each of six maps. */
export const ssdMobilenetV1: Architecture = {
  name: 'ssd-mobilenet-v1',
  source: 'ssd_mobilenetv1_model',
  task: 'detector',
  description: 'Finds faces in a photo: box encodings and class logits for 5,118 anchors.',
  licence: `${mit}; trained on WIDER FACE, which is CC BY-NC-ND 4.0`,
  origin: `ssd_mobilenetv1_model, trained by yeephycho (tensorflow-face-detection; ${tutorial})`,
  input: centred(512),
  settings: {
    decode: { kind: 'ssd', anchors, encodings, logits, scoreIndex: 1, iouThreshold: 0.5 },
  },
  write(net) {
    // The source scales pixels in its graph; here the input's recipe does.
    net.skip('Preprocessor/mul/x', 'Preprocessor/sub/y');
    net.weight('Output/extra_dim', [1, boxes, 4], { name: anchors, shape: [boxes, 4] });
    const input = net.input(image, ['batch', 512, 512, 3]);
    let x = biasedConv(net, 'MobilenetV1/Conv2d_0_pointwise', input, 3, [3, 32], 2);
    let channels = 32;
    const features: FeatureMap[] = [];
    widths.forEach((width, i) => {
      const layer = i + 1;
      const name = `MobilenetV1/Conv2d_${layer}`;
      x = depthwiseLayer(net, `${name}_depthwise`, x, channels, halving.includes(layer) ? 2 : 1);
      x = biasedConv(net, `${name}_pointwise`, x, 1, [channels, width], 1);
      channels = width;
      if (layer === 11 || layer === 13) features.push({ map: x, channels });
    });
    extraWidths.forEach((width, i) => {
      const halves = i % 2 === 1;
      const name = `Prediction/Conv2d_${i}_pointwise`;
      x = biasedConv(net, name, x, halves ? 3 : 1, [channels, width], halves ? 2 : 1);
      channels = width;
      if (halves) features.push({ map: x, channels });
    });

    return [
      predict(net, encodings, 'BoxEncodingPredictor', features, 4),
      predict(net, logits, 'ClassPredictor', features, classes),
    ];
  },
};

/** A convolution that batch-norm was folded into, and ReLU6. */
function biasedConv(
  net: NetworkWriter,
  name: string,
  input: string,
  kernel: number,
  channels: Channels,
  stride: number,
): string {
  const weight = net.weight(`${name}/weights`, [kernel, kernel, ...channels]);
  const bias = net.weight(`${name}/convolution_bn_offset`, [channels[1]]);
  return relu6(net, conv2d(net, name, [input, weight, bias], { stride }));
}

/** A depthwise convolution, batch-norm and ReLU6. */
function depthwiseLayer(
  net: NetworkWriter,
  name: string,
  input: string,
  channels: number,
  stride: number,
): string {
  const filter = `${name}/depthwise_weights`;
  const convolved = depthwiseConv(net, name, input, filter, channels, { stride });
  const norm = `${name}/BatchNorm`;
  const statistics = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map((statistic) => {
    return net.weight(`${norm}/${statistic}`, [channels]);
  });
  return relu6(net, net.node(norm, 'batchNorm', [convolved, ...statistics], { epsilon }));
}

/** One kind of prediction for the anchors of all maps: `[batch, boxes, values]`. */
function predict(
  net: NetworkWriter,
  output: string,
  kind: string,
  features: readonly FeatureMap[],
  values: number,
): string {
  const rows = features.map(({ map, channels }, i) => {
    const name = `Prediction/BoxPredictor_${i}/${kind}`;
    const perCell = i === 0 ? 3 : 6;
    const weight = net.weight(`${name}/weights`, [1, 1, channels, perCell * values]);
    const bias = net.weight(`${name}/biases`, [perCell * values]);
    const cells = conv2d(net, name, [map, weight, bias]);
    return net.node(`${name}/rows`, 'reshape', [cells], { shape: [0, -1, values] });
  });
  return net.node(output, 'concat', rows, { axis: 1 });
}

function relu6(net: NetworkWriter, input: string): string {
  return net.node(`${input}/relu6`, 'relu6', [input]);
}
