import { describe, expect, it } from 'vitest';
import { missingFeatures } from './commands/doctor.ts';
import { facegpu, noAdapter } from './testing/run.ts';

const packages = ['webgpu', 'sharp', '@facegpu/models'];

describe('facegpu doctor', () => {
  it.concurrent('shows adapter, driver, features and limits', async () => {
    const { code, stdout } = await facegpu(['doctor', '--json']);
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report.node).toBe(process.version);
    expect(Object.keys(report.packages)).toEqual(packages);
    for (const version of Object.values(report.packages)) expect(version).toMatch(/^\d+\.\d+\.\d+/);
    const { adapter } = report;
    for (const text of [adapter.name, adapter.driver]) expect(text).not.toBe('');
    expect(adapter.software).toBeTypeOf('boolean');
    expect(adapter.features).toContain('core-features-and-limits');
    expect(adapter.limits.maxComputeInvocationsPerWorkgroup).toBeGreaterThanOrEqual(128);
    expect(report.missing.some((line: string) => line.startsWith('a graphics processor'))).toBe(
      adapter.software,
    );

    const words = await facegpu(['doctor']);
    expect(words.code).toBe(0);
    for (const text of [adapter.name, adapter.driver, ...adapter.features, ...packages]) {
      expect(words.stdout).toContain(text);
    }
    const limits = Object.entries<number>(adapter.limits);
    expect(limits.length).toBeGreaterThan(3);
    for (const [name, value] of limits) {
      expect(words.stdout).toMatch(new RegExp(`^${name} +${value.toLocaleString('en')}$`, 'm'));
    }
  });

  it.concurrent('fails without an adapter, and says what would help', async () => {
    const { code, stdout } = await facegpu(['doctor', '--json'], { env: noAdapter });
    expect(code).toBe(1);
    const report = JSON.parse(stdout);
    expect(report).not.toHaveProperty('adapter');
    expect(report.missing).toEqual([expect.stringMatching(/^an adapter: .*Install/)]);

    const words = await facegpu(['doctor'], { env: noAdapter });
    expect(words.code).toBe(1);
    expect(words.stdout).toMatch(/^missing +an adapter: .*Install/m);
  });

  it('misses a feature only where it would be used', () => {
    const namesOf = (software: boolean, features: readonly string[]) =>
      missingFeatures({ software, features }).map((line) => line.split(':')[0]);
    const all = ['shader-f16', 'subgroups', 'timestamp-query'];
    expect(namesOf(true, [])).toEqual(all);
    expect(namesOf(true, all)).toEqual([]);
    // Kernels with subgroups are for software adapters.
    expect(namesOf(false, ['timestamp-query'])).toEqual(['shader-f16']);
  });
});
