import { FaceGpuError } from '@facegpu/kernels';
import { expect } from 'vitest';
import type { ErrorCode } from '../index.ts';

/** What a call throws, whether at once or by rejecting; fails where it does neither. */
export async function errorOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** Expects an error of ours: its code, its message, and that it says what to do. */
export async function expectError(
  call: () => unknown,
  code: ErrorCode,
  message: RegExp,
): Promise<void> {
  const error = await errorOf(call);
  expect(error).toBeInstanceOf(FaceGpuError);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  expect((error as FaceGpuError).fix).toMatch(/\w/);
}
