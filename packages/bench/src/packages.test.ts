import { expect, it } from 'vitest';
import { packageVersions } from './packages.ts';

it('finds versions of packages, whatever they export', () => {
  expect(packageVersions(['tinybench', 'onnxruntime-node', 'no-such-package'])).toEqual({
    tinybench: expect.stringMatching(/^\d+\.\d+\.\d+/),
    'onnxruntime-node': expect.stringMatching(/^\d+\.\d+\.\d+/),
    'no-such-package': 'not installed',
  });
});
