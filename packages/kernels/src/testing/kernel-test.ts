import { Device } from '../device/device.ts';
import type { RealType } from '../tensor/dtype.ts';
import { KernelFixture } from './fixture.ts';
import { Random } from './random.ts';
import { afterAll, beforeAll, describe, expect, it } from './testing.ts';

/** A row of a table of cases. */
export interface KernelCase {
  readonly name: string;
  /** Folds the workgroups into two rows, as more than 65,535 of them would be. */
  readonly folded?: boolean;
  /** Puts a NaN and both infinities among the values of the first input. */
  readonly notFinite?: boolean;
}

export interface KernelTest<C extends KernelCase> {
  /** Rows that test and benchmark share. */
  readonly cases: readonly C[];
  /** Draws a case at random; its name should give its sizes. */
  readonly draw?: (random: Random) => C;
  /** How many cases are drawn; 24 unless told. */
  readonly draws?: number;
  /** Element types to run in; both unless told. */
  readonly reals?: readonly RealType[];
  /** Runs one case: make tensors, run the kernel, compare with the reference. */
  readonly run: (fixture: KernelFixture, kase: C) => Promise<void>;
}

/** The seed of every random case, printed in each one's name. */
const seed = 20_250_101;

/** A test for each case and element type, on the adapter of this lane. */
export function kernelTest<C extends KernelCase>(name: string, test: KernelTest<C>): void {
  describe(name, () => {
    const lane = useDevice();
    const rows = test.cases.map((kase) => ({ name: kase.name, kase, seed }));
    const { draw, draws = 24 } = test;
    for (let i = 0; draw && i < draws; i++) {
      const kase = draw(new Random(seed + i));
      rows.push({ name: `seed ${seed + i}: ${kase.name}`, kase, seed: seed + i });
    }
    for (const real of test.reals ?? (['f32', 'f16'] as const)) {
      describe(real, () => {
        for (const row of rows) {
          it(row.name, async ({ task, skip }) => {
            const device = lane.device(task.meta);
            if (real === 'f16' && !device.has('shader-f16')) skip('the adapter lacks shader-f16');
            const { kase } = row;
            const { folded, notFinite } = kase;
            const random = new Random(row.seed);
            const fixture = new KernelFixture(device, { real, random, skip, folded, notFinite });
            await withFixture(fixture, () => test.run(fixture, kase));
          });
        }
      });
    }
  });
}

/** A test of its own kind that needs a device. */
export function gpuTest(name: string, run: (fixture: KernelFixture) => Promise<void>): void {
  describe(name, () => {
    const lane = useDevice();
    it('runs', async ({ task, skip }) => {
      const device = lane.device(task.meta);
      const fixture = new KernelFixture(device, { real: 'f32', random: new Random(seed), skip });
      await withFixture(fixture, () => run(fixture));
    });
  });
}

/**
 * Acquires a device for the tests of a `describe` block, and lets it go after them. A test that asks
 * for it is counted as one that ran on its adapter.
 */
export function useDevice(): { device(meta: object): Device } {
  let device: Device | undefined;
  beforeAll(async () => {
    device = await Device.acquire();
  });
  afterAll(() => {
    device?.dispose();
  });
  return {
    device(meta) {
      if (!device) throw new Error('the device is there only while tests run');
      Object.assign(meta, { adapter: device.info.name });
      return device;
    },
  };
}

async function withFixture(fixture: KernelFixture, run: () => Promise<void>): Promise<void> {
  const { device } = fixture;
  const before = device.memory;
  try {
    await run();
  } finally {
    fixture.dispose();
  }
  device.check();
  expect(device.memory, 'buffers left over').toEqual(before);
}
