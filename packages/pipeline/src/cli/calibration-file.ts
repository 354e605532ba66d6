import { FaceGpuError } from '@facegpu/kernels';
import { Option } from 'commander';
import type { PipelineOptions } from '../api/options.ts';
import { readText } from '../evaluate/read-file.ts';

export const calibrationOption = () =>
  new Option('--calibration <file>', 'go by the thresholds that facegpu calibrate wrote there');

/**
 * The calibration that a file has, as an option of a pipeline, which checks it.
 *
 * @throws FaceGpuError `file-unreadable`, `bad-argument`
 */
export async function readCalibration(
  file: string | undefined,
): Promise<Pick<PipelineOptions, 'calibration'>> {
  if (file === undefined) return {};
  const text = await readText(file);
  try {
    return { calibration: JSON.parse(text) };
  } catch (cause) {
    throw new FaceGpuError(
      'bad-argument',
      `${file} is no JSON`,
      'Name a file that facegpu calibrate wrote.',
      { cause },
    );
  }
}
