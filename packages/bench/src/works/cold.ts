import { requireAgreement } from '../agree.ts';
import type { Tensors } from '../executors/executor.ts';
import type { Work } from '../work.ts';
import { askChild } from './child.ts';
import type { ColdStart } from './cold-start.ts';

/** The three networks on the way from a photo to a name, and the side of their inputs. */
const networks = [
  { model: 'ssd-mobilenet-v1', size: 512 },
  { model: 'landmarks-68', size: 112 },
  { model: 'face-recognition-128', size: 150 },
] as const;

/**
 * Drivers keep compiled shaders on disk: Mesa and NVIDIA are told not to. Dawn and ONNX Runtime keep
 * none by themselves, nor does Node for WASM.
 */
const withoutCaches = { MESA_SHADER_CACHE_DISABLE: 'true', __GL_SHADER_DISK_CACHE: '0' };

/** From nothing to the first result, each time in another process. */
export function coldWorks(quick: boolean): Work[] {
  return networks
    .filter((_, i) => i === 0 || !quick)
    .map(({ model, size }) => coldWork(model, size, quick ? 1 : 3));
}

function coldWork(model: string, size: number, turns: number): Work {
  const title = `cold start, ${model}`;
  return {
    name: title,
    kind: 'cold',
    async prepare({ executors }) {
      const script = import.meta.resolve('#cold-child');
      const start = (name: string) =>
        askChild<ColdStart>(script, [name, model, `${size}`], withoutCaches);
      const names: string[] = [];
      let ours: Tensors | undefined;
      for (const { name } of executors) {
        const answer = await start(name);
        if ('leftOut' in answer) {
          process.stderr.write(`${answer.leftOut}\n`);
          continue;
        }
        const outputs = toTensors(answer.outputs);
        if (ours) requireAgreement(name, title, ours, outputs);
        else ours = outputs;
        names.push(name);
      }
      return {
        contenders: names.map((name) => ({
          name,
          ownTime: true,
          turns,
          async run() {
            const answer = await start(name);
            if ('leftOut' in answer) throw new Error(answer.leftOut);
            return answer.milliseconds;
          },
        })),
        async dispose() {},
      };
    },
  };
}

function toTensors(outputs: Readonly<Record<string, readonly number[]>>): Tensors {
  const entries = Object.entries(outputs).map(([name, values]) => [
    name,
    Float32Array.from(values),
  ]);
  return Object.fromEntries(entries);
}
