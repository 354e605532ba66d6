import { Device } from '@facegpu/kernels';
import sharp from 'sharp';
import { afterAll, beforeAll } from 'vitest';
import type { PipelineOptions } from '../api/options.ts';
import { FacePipeline } from '../pipeline.ts';
import { samples } from './samples.ts';

/** Pipelines on one device, and a photo of three faces for them; there while tests run. */
export interface Pipelines {
  readonly device: Device;
  readonly photo: Buffer;
  has(name: string): boolean;
  /** A test that asks for one is counted as one that ran on its adapter. */
  pipeline(name: string, meta: object): FacePipeline;
}

/**
 * Creates pipelines with the smaller detector, by name, for the tests of a `describe` block, and disposes
 * of them after those. One in f16 is left out where the adapter lacks it.
 */
export function usePipelines(options: Readonly<Record<string, PipelineOptions>>): Pipelines {
  const pipelines = new Map<string, FacePipeline>();
  let device: Device;
  let photo: Buffer;
  beforeAll(async () => {
    device = await Device.acquire();
    photo = await sharp(samples[0]).resize(1000).png().toBuffer();
    for (const [name, own] of Object.entries(options)) {
      if (own.precision === 'f16' && !device.has('shader-f16')) continue;
      pipelines.set(name, await FacePipeline.create({ device, detector: 'tiny', ...own }));
    }
  });
  afterAll(async () => {
    for (const pipeline of pipelines.values()) await pipeline.dispose();
    device?.dispose();
  });
  return {
    get device() {
      return device;
    },
    get photo() {
      return photo;
    },
    has: (name) => pipelines.has(name),
    pipeline(name, meta) {
      Object.assign(meta, { adapter: device.info.name });
      return pipelines.get(name) as FacePipeline;
    },
  };
}
