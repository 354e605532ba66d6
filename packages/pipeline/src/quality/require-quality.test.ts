import { expect, it } from 'vitest';
import { expectError } from '../testing/errors.ts';
import { requireQuality } from './require-quality.ts';

const good = { score: 0.95, size: 80, sharpness: 150, brightness: 0.5, contrast: 0.2 };

it('refuses what is worth too little, and says why', async () => {
  expect(() => requireQuality('Ada', [{ quality: good }], 0.9)).not.toThrow();
  const bad = { ...good, score: 0.2, size: 20 };
  const check = () => requireQuality('Ada', [{ quality: good }, { quality: bad }], 0.5);
  await expectError(
    check,
    'low-quality',
    /"Ada" has a quality of 0\.20, below 0\.5: small, doubtful/,
  );
});

it('asks for faces that say what they are worth', async () => {
  await expectError(() => requireQuality('Ada', [{}], 0.5), 'bad-argument', /has no quality/);
});
