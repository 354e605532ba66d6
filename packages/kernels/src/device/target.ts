import type { AdapterInfo } from './adapter.ts';
import type { Device } from './device.ts';

/** What a kernel may know of where it will run. */
export type Target = Pick<Device, 'info'>;

/** Invocations of a subgroup where there are so few that tiles are made for them. */
export function narrowSubgroup({ subgroupSize }: AdapterInfo): 4 | 8 | undefined {
  return subgroupSize === 4 || subgroupSize === 8 ? subgroupSize : undefined;
}
