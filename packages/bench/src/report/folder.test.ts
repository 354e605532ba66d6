import { expect, it } from 'vitest';
import { folderName } from './folder.ts';

const date = new Date('2026-11-24T20:00:00Z');

it.each([
  ['llvmpipe-llvm-15-0-6-256-bits-', 'llvmpipe: Mesa 25.0.7 (LLVM 15.0.6)', 'llvmpipe'],
  ['', 'llvmpipe (LLVM 15.0.6, 256 bits)', 'llvmpipe'],
  ['', 'google swiftshader', 'google-swiftshader'],
  ['nvidia-h200', 'NVIDIA: 570.1', 'nvidia-h200'],
  ['', 'Intel(R) UHD Graphics 620 (WHL GT2)', 'intel-uhd-graphics-620'],
  ['', '', 'adapter'],
])('%j, %j is %s', (device, name, slug) => {
  expect(folderName({ date, adapter: { device, name } })).toBe(`2026-11-24-${slug}`);
});

it('tells the browser, and that something is missing', () => {
  const adapter = { device: 'nvidia-h200', name: '' };
  expect(folderName({ date, adapter, host: 'chromium', partial: true })).toBe(
    '2026-11-24-chromium-nvidia-h200-part',
  );
});
