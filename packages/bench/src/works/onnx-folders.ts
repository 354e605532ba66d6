import { fileURLToPath } from 'node:url';
import { directory } from '@facegpu/models';
import { packageFolder } from '../packages.ts';
import type { OnnxFolder } from './onnx-models.ts';

/** Where ONNX models lie on the disk: beside the checkout, and in a package. */
export const onnxFolders: Readonly<Record<OnnxFolder, string>> = {
  shared: fileURLToPath(new URL('../../../shared/data/models/', directory)),
  faceplugin: `${packageFolder('faceplugin-face-recognition-js')}/model`,
};
