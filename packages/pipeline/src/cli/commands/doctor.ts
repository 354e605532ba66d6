import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeAdapter, FaceGpuError, requestAdapter } from '@facegpu/kernels';
import { printJson, printText } from '../report.ts';

/** What FaceGPU finds on a machine. */
interface Report {
  readonly node: string;
  readonly platform: string;
  readonly libc: string;
  readonly packages: Readonly<Record<string, string>>;
  /** Files through which Vulkan finds its drivers. */
  readonly vulkanDrivers: readonly string[];
  readonly adapter?: {
    readonly name: string;
    readonly vendor: string;
    readonly architecture: string;
    readonly driver: string;
    readonly software: boolean;
    readonly features: readonly string[];
    readonly limits: Readonly<Record<string, number>>;
  };
  /** What stands in the way, and what would help. */
  readonly missing: readonly string[];
}

/** `facegpu doctor`: exit code 1 where something that is needed is missing. */
export async function doctor({ json }: { json?: boolean }): Promise<void> {
  const report = await examine();
  if (json) printJson(report);
  else printText(toText(report));
  if (!report.adapter || Object.values(report.packages).includes(absent)) process.exitCode = 1;
}

const absent = 'not installed';

async function examine(): Promise<Report> {
  const missing: string[] = [];
  const packages = Object.fromEntries(
    ['webgpu', 'sharp', '@facegpu/models'].map((name) => [name, versionOf(name)]),
  );
  for (const [name, version] of Object.entries(packages)) {
    if (version === absent) missing.push(`${name} is not installed: npm install ${name}`);
  }
  const adapter = await examineAdapter(missing);
  if (adapter?.software) {
    missing.push('a graphics processor: WebGPU computes on the processor, which is slow');
  }
  if (adapter) missing.push(...missingFeatures(adapter));
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    libc: libc(),
    packages,
    vulkanDrivers: vulkanDrivers(),
    ...(adapter && { adapter }),
    missing,
  };
}

/** What FaceGPU does without a feature. */
const usedFeatures: readonly { feature: string; without: string; onSoftwareAlone?: true }[] = [
  { feature: 'shader-f16', without: 'precision f16 is not there to choose' },
  {
    feature: 'subgroups',
    without: 'convolutions take a slower way on a software adapter',
    onSoftwareAlone: true,
  },
  { feature: 'timestamp-query', without: 'profiles are not there' },
];

/** The features that an adapter lacks, and that would be used on it. */
export function missingFeatures(adapter: {
  readonly software: boolean;
  readonly features: readonly string[];
}): string[] {
  return usedFeatures
    .filter(({ feature, onSoftwareAlone }) => {
      return !adapter.features.includes(feature) && (adapter.software || !onSoftwareAlone);
    })
    .map(({ feature, without }) => `${feature}: FaceGPU works without, but ${without}`);
}

const shownLimits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
] as const;

async function examineAdapter(missing: string[]): Promise<Report['adapter']> {
  try {
    const adapter = await requestAdapter();
    const { name, vendor, architecture, description, software, features } = describeAdapter(
      adapter.info,
      adapter.features,
    );
    const limits = Object.fromEntries(shownLimits.map((limit) => [limit, adapter.limits[limit]]));
    return { name, vendor, architecture, driver: description, software, features, limits };
  } catch (error) {
    if (!(error instanceof FaceGpuError)) throw error;
    missing.push(`an adapter: ${error.message}. ${error.fix}`);
    return undefined;
  }
}

/** The version of an installed package; not every package exports its manifest. */
function versionOf(name: string): string {
  try {
    let folder = path.dirname(fileURLToPath(import.meta.resolve(name)));
    for (; folder !== path.dirname(folder); folder = path.dirname(folder)) {
      const manifest = path.join(folder, 'package.json');
      if (!existsSync(manifest)) continue;
      const found = JSON.parse(readFileSync(manifest, 'utf8')) as {
        name?: string;
        version: string;
      };
      if (found.name === name) return found.version;
    }
    return absent;
  } catch {
    return absent;
  }
}

function libc(): string {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } };
  const version = report.header?.glibcVersionRuntime;
  if (version) return `glibc ${version}`;
  return process.platform === 'linux' ? 'not glibc: the package webgpu needs glibc 2.34' : '-';
}

function vulkanDrivers(): string[] {
  const { VK_DRIVER_FILES, VK_ICD_FILENAMES } = process.env;
  const given = VK_DRIVER_FILES ?? VK_ICD_FILENAMES;
  if (given) return given.split(':');
  return ['/etc/vulkan/icd.d', '/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d']
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`));
}

function toText({
  adapter,
  missing,
  packages,
  vulkanDrivers: drivers,
  ...machine
}: Report): string {
  const rows: [string, string][] = [
    ['node', `${machine.node}, ${machine.platform}, ${machine.libc}`],
    ...Object.entries(packages),
    ['Vulkan drivers', drivers.length > 0 ? drivers.join('\n') : 'none found'],
  ];
  if (adapter) {
    rows.push(
      ['adapter', adapter.name],
      ['vendor', `${adapter.vendor}, ${adapter.architecture}`],
      ['kind', adapter.software ? 'software (the processor)' : 'hardware'],
      ['features', adapter.features.join('\n')],
      ...Object.entries(adapter.limits).map(([name, value]): [string, string] => {
        return [name, value.toLocaleString('en')];
      }),
    );
  }
  rows.push(['missing', missing.length > 0 ? missing.join('\n') : 'nothing']);
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows
    .map(([name, text]) => name.padEnd(width) + text.replaceAll('\n', `\n${' '.repeat(width)}`))
    .join('\n');
}
