import type { AdapterInfo } from './adapter.ts';
import type { Device } from './device.ts';

/** What a kernel may know of where it will run. */
export type Target = Pick<Device, 'info'>;

/**
 * Invocations of a subgroup on a software adapter that has only such subgroups. Tiles are made for
 * them which would be too large for the registers of a graphics processor.
 */
export function softwareSubgroup({ software, subgroupSize }: AdapterInfo): 4 | 8 | undefined {
  return software && (subgroupSize === 4 || subgroupSize === 8) ? subgroupSize : undefined;
}
