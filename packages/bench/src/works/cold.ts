import { requireAgreement } from '../agree.ts';
import type { Tensors } from '../executors/executor.ts';
import { unsupported } from '../refusal.ts';
import type { Work } from '../work.ts';
import type { ColdStart } from './cold-start.ts';

/** The three networks on the way from a photo to a name, and the side of their inputs. */
const networks = [
  { model: 'ssd-mobilenet-v1', size: 512 },
  { model: 'landmarks-68', size: 112 },
  { model: 'face-recognition-128', size: 150 },
] as const;

/** Starts a contender where nothing has run before: in another process, or in a fresh page. */
export type Start = (name: string, model: string, size: number) => Promise<ColdStart>;

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
  const representative = slow ? 'landmarks-68' : 'ssd-mobilenet-v1';
  return networks
    .filter(({ model }) => model === representative || !quick)
    .map(({ model, size }) => {
      return coldWork(model, (name) => start(name, model, size), quick ? 1 : 3);
    });
}

function coldWork(
  model: string,
  start: (name: string) => Promise<ColdStart>,
  turns: number,
): Work<ColdSetting> {
  const title = `cold start, ${model}`;
  return {
    name: title,
    kind: 'cold',
    async prepare({ executors }) {
      const names: string[] = [];
      let ours: Tensors | undefined;
      for (const { name } of executors) {
        const answer = await start(name);
        if ('leftOut' in answer) {
          console.warn(answer.leftOut);
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
