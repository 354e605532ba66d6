import { FaceGpuError } from '@facegpu/kernels';
import type { CompatPrograms } from './compat-programs.ts';

/**
 * The way of another library.
 *
 * @throws FaceGpuError `bad-argument` where it isn't there
 */
export function requireCompat<Name extends keyof CompatPrograms>(
  name: Name,
  programs: Partial<CompatPrograms>,
): CompatPrograms[Name] {
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (program) return program;
  throw new FaceGpuError(
    'bad-argument',
    `the way of ${name} isn’t loaded`,
    'Import compatPrograms of @facegpu/pipeline, and give it beside compat, or to servePipelines in a worker.',
  );
}
