import { adapterRemedy, getGpu } from '#gpu';
import { FaceGpuError } from '../errors.ts';

/** What FaceGPU knows of the processor it runs on. */
export interface AdapterInfo {
  /** A name for people: the driver's description, or vendor and architecture. */
  readonly name: string;
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** The adapter computes on the processor's own cores. */
  readonly software: boolean;
  readonly features: readonly string[];
  /** Invocations in a subgroup, where the adapter has subgroups of one size only. */
  readonly subgroupSize: number | undefined;
}

/** Features that kernels use where the adapter has them. */
const wantedFeatures: readonly GPUFeatureName[] = ['shader-f16', 'subgroups', 'timestamp-query'];

/** Limits that are raised to what the adapter has: a device starts with WebGPU's defaults. */
const wantedLimits = [
  'maxBufferSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupStorageSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxTextureDimension2D',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/**
 * The best adapter of this machine: a graphics processor where there is one, else a software adapter.
 *
 * @throws FaceGpuError `no-adapter`
 */
export async function requestAdapter(): Promise<GPUAdapter> {
  const gpu = await getGpu();
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) {
    throw new FaceGpuError('no-adapter', 'WebGPU found no adapter on this machine', adapterRemedy);
  }
  return adapter;
}

/**
 * A device with the features and limits that the kernels can use of an adapter.
 *
 * @throws FaceGpuError `no-adapter`
 */
export async function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  try {
    return await adapter.requestDevice({
      label: 'facegpu',
      requiredFeatures: wantedFeatures.filter((feature) => adapter.features.has(feature)),
      requiredLimits: Object.fromEntries(wantedLimits.map((name) => [name, adapter.limits[name]])),
    });
  } catch (cause) {
    const { vendor, architecture, description } = adapter.info;
    const name = description || `${vendor} ${architecture}`.trim() || 'unnamed';
    throw new FaceGpuError(
      'no-adapter',
      `the adapter (${name}) gives no device: ${cause instanceof Error ? cause.message : cause}`,
      `Close other programs that use the GPU, and try again. ${adapterRemedy}`,
      { cause },
    );
  }
}

/** Describes the adapter behind a device or an adapter's own info. */
export function describeAdapter(info: GPUAdapterInfo, features: ReadonlySet<string>): AdapterInfo {
  const { vendor, architecture, device, description, subgroupMinSize, subgroupMaxSize } = info;
  const words = `${vendor} ${architecture} ${device} ${description}`.toLowerCase();
  return {
    name: description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter',
    vendor,
    architecture,
    device,
    description,
    software: info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|software|warp/.test(words),
    features: [...features].sort(),
    subgroupSize:
      features.has('subgroups') && subgroupMinSize === subgroupMaxSize
        ? subgroupMinSize
        : undefined,
  };
}
