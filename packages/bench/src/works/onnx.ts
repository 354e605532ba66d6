import { platform } from '#platform';
import { faceGpuOnnxExecutor, onnxRuntimeOnnxExecutor } from '../executors/onnx-file.ts';
import type { Setting, Work } from '../work.ts';
import { inputsOf, type OnnxModel, readOnnx, titleOf } from './onnx-models.ts';
import { sideBySide } from './side-by-side.ts';

/**
 * Published models beside ONNX Runtime, both from the very same file: values in memory to values in
 * memory, weights and pipelines ready.
 */
export function onnxWorks(models: readonly OnnxModel[]): Work<Pick<Setting, 'device'>>[] {
  return models.map((model) => {
    const title = titleOf(model);
    return {
      name: title,
      kind: 'network',
      async prepare({ device }) {
        const file = await readOnnx(model);
        const executors = [
          faceGpuOnnxExecutor(device),
          ...platform.onnxRuntimes.map(onnxRuntimeOnnxExecutor),
        ];
        const entrants = executors.map(({ name, load }) => ({ name, load: () => load(file) }));
        return sideBySide(title, inputsOf(model), entrants);
      },
    };
  });
}
