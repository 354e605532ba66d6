import { FaceGpuError } from '@facegpu/kernels';
import { kinds, schema } from '@facegpu/nn';
import type { RecognizerInfo } from '../api/options.ts';
import { metrics } from '../match/metric.ts';
import { thresholdsSchema } from '../match/thresholds.ts';
import type { Calibration, LogisticFit } from './calibration.ts';

const { is, maybe, name, of, table } = schema;

const whole = of(kinds.whole(0, Number.MAX_SAFE_INTEGER));
const finite = is('a number', (value) => Number.isFinite(value));
const open = is('a share above 0, below 1', (value) => Number(value) > 0 && Number(value) < 1);

const calibrationSchema = table<Calibration>({
  format: of(kinds.oneOf('facegpu-calibration')),
  version: is('1', (value) => value === 1),
  name,
  model: name,
  metric: is(metrics.join(' or '), (value) => metrics.some((metric) => metric === value)),
  measuredOn: table<Calibration['measuredOn']>({
    people: whole,
    photos: whole,
    matedPairs: whole,
    nonMatedPairs: whole,
  }),
  falseMatchRate: open,
  threshold: is('a distance from 0', (value) => Number.isFinite(value) && Number(value) >= 0),
  extrapolated: of(kinds.flag),
  thresholds: thresholdsSchema,
  probability: maybe(
    table<LogisticFit>({
      method: of(kinds.oneOf('logistic')),
      prior: open,
      intercept: finite,
      slope: is('a number from 0', (value) => Number.isFinite(value) && Number(value) >= 0),
      least: finite,
      most: finite,
    }),
  ),
});

/**
 * Recognition models that go by a calibration: the one that it was measured with has its thresholds.
 *
 * @throws FaceGpuError `bad-argument` where it is no calibration, `model-mismatch` where it was measured with another
 * model
 */
export function withCalibration(
  recognizers: readonly RecognizerInfo[],
  calibration: Calibration,
): RecognizerInfo[] {
  const flaw = calibrationSchema(calibration, 'calibration');
  if (flaw !== undefined) {
    throw new FaceGpuError('bad-argument', flaw, 'Give it as facegpu calibrate wrote it.');
  }
  const { model, threshold, thresholds } = calibration;
  if (!recognizers.some((own) => own.model === model)) {
    const own = recognizers.map((recognizer) => recognizer.model).join(', ');
    throw new FaceGpuError(
      'model-mismatch',
      `the calibration "${calibration.name}" was measured with descriptors of ${model}, the pipeline makes those of ${own}`,
      'Choose the recognizer and the options that it was measured with, or calibrate anew.',
    );
  }
  return recognizers.map((own) => {
    return own.model === model ? { ...own, threshold, thresholds, calibration } : own;
  });
}
