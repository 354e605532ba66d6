import { requireAgreement } from '../agree.ts';
import type { Tensors } from '../executors/executor.ts';
import { unsupported } from '../refusal.ts';
import type { Work } from '../work.ts';
import type { ColdNetwork } from './cold-start.ts';
import { defaultNetworks } from './default-networks.ts';
import type { ColdStart } from './first-run.ts';
import { type OnnxModel, titleOf } from './onnx-models.ts';

/** Starts a contender where nothing has run before: in another process, or in a fresh page. */
export type Start = (name: string, network: ColdNetwork) => Promise<ColdStart>;

/** Who takes part; they are started elsewhere. */
interface ColdSetting {
  readonly executors: readonly { readonly name: string }[];
}

/**
 * From nothing to the first result.
 *
 * @param slow where the detector takes minutes: a smaller network will do if it must be quick
 */
export function coldWorks(quick: boolean, start: Start, slow = false): Work<ColdSetting>[] {
  const { landmarks, ssd } = defaultNetworks;
  const representative = slow ? landmarks : ssd;
  return Object.values(defaultNetworks)
    .filter((network) => network === representative || !quick)
    .map((network) => {
      const title = `cold start, ${network.model}`;
      return coldWork(title, (name) => start(name, network), quick ? 1 : 3);
    });
}

/** From the bytes of an ONNX file to the first result: import, pipelines, weights and the run. */
export function coldOnnxWorks(
  quick: boolean,
  models: readonly OnnxModel[],
  start: Start,
): Work<ColdSetting>[] {
  return models.map((onnx) => {
    const title = `${titleOf(onnx)}, first result`;
    return coldWork(title, (name) => start(name, { onnx }), quick ? 1 : 3, /^(facegpu|ort-)/);
  });
}

/**
 * @param asked who is asked, by name
 */
function coldWork(
  title: string,
  start: (name: string) => Promise<ColdStart>,
  turns: number,
  asked = /./,
): Work<ColdSetting> {
  return {
    name: title,
    kind: 'cold',
    async prepare({ executors }) {
      /** Starts that nobody has counted yet, by who started. */
      const begun = new Map<string, number[]>();
      let ours: Tensors | undefined;
      for (const { name } of executors.filter(({ name }) => asked.test(name))) {
        const answer = await start(name);
        if ('leftOut' in answer) {
          console.warn(answer.leftOut);
          continue;
        }
        const outputs = toTensors(answer.outputs);
        if (ours) requireAgreement(name, title, ours, outputs);
        else ours = outputs;
        begun.set(name, [answer.milliseconds]);
      }
      return {
        contenders: [...begun].map(([name, counted]) => ({
          name,
          ownTime: true,
          turns,
          async run() {
            const before = counted.pop();
            if (before !== undefined) return before;
            const answer = await start(name);
            if ('leftOut' in answer) throw unsupported(name, `a cold start: ${answer.leftOut}`);
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
