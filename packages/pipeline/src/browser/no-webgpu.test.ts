import { describe, expect, it } from 'vitest';
import type { FaceGpuError, PipelineOptions } from '../index.ts';
import { type Chromium, useChromium } from '../testing/use-chromium.ts';

const chromium = useChromium();

interface Row {
  readonly name: string;
  readonly options?: PipelineOptions;
  /** Runs in the page before its own scripts. */
  readonly init?: () => void;
  readonly at?: (chromium: Chromium) => string;
  readonly message: RegExp;
  readonly fix: RegExp;
}

const rows: Row[] = [
  {
    name: 'a browser without WebGPU',
    init: () => Reflect.deleteProperty(Navigator.prototype, 'gpu'),
    message: /browser has no WebGPU/,
    fix: /Chrome .*Safari .*Firefox/,
  },
  {
    name: 'a browser without an adapter',
    init: () => {
      GPU.prototype.requestAdapter = async () => null;
    },
    message: /found no adapter/,
    fix: /hardware acceleration/,
  },
  {
    name: 'a browser whose adapter gives no device',
    init: () => {
      GPUAdapter.prototype.requestDevice = async () => {
        throw new DOMException('the GPU process is busy', 'OperationError');
      };
    },
    message: /gives no device: the GPU process is busy/,
    fix: /try again/,
  },
  {
    name: 'an insecure origin',
    at: ({ insecureAddress }) => insecureAddress,
    message: /https/,
    fix: /https/,
  },
  {
    name: 'a worker of an insecure origin',
    options: { worker: '/page/worker.js' },
    at: ({ insecureAddress }) => insecureAddress,
    message: /https/,
    fix: /https/,
  },
];

describe('what a page hears', () => {
  it.for(rows)('in $name', async ({ options, init, at, message, fix }, test) => {
    const page = await chromium.open(test, {
      ...(init && { init }),
      ...(at && { at: at(chromium) }),
    });
    const error = await page.evaluate(
      async (options) => {
        const said = (error: FaceGpuError) => error.toJSON();
        const create = facegpu.FacePipeline.create({ ...options, models: '/models/' });
        return create.then(() => undefined, said);
      },
      { ...options },
    );
    expect(error).toEqual({
      code: 'no-adapter',
      message: expect.stringMatching(message),
      fix: expect.stringMatching(fix),
    });
    await page.close();
  });
});
