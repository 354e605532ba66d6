import { dispatch } from '../shader/dispatch.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { Tensor } from '../tensor/tensor.ts';
import { constant } from '../tensor/values.ts';
import { useDevice } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { Readback } from './readback.ts';
import { Recording } from './recording.ts';
import { run } from './run.ts';
import { allocate } from './storage.ts';

/** Writes factor * i + shift.x + … + shift.w to each element. */
const ramp = defineShader({
  name: 'ramp',
  params: struct({ shift: 'vec4<f32>', factor: 'f32', first: 'i32', count: 'u32' }),
  source: `
// prelude
// end prelude
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> output: array<f32>;

@compute @workgroup_size(8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x < params.count) {
    let index = f32(i32(id.x) + params.first);
    output[id.x] = params.factor * index + dot(params.shift, vec4<f32>(1.0));
  }
}
`,
});

function makeRamp(count: number) {
  const output = new Tensor('output', { shape: [count], dtype: 'f32', layout: 'dense' });
  const ramped = dispatch(ramp, {
    params: { shift: [1, 2, 3, 4], factor: 2, first: -1, count },
    tensors: { output },
    workgroups: [Math.ceil(count / 8), 1, 1],
  });
  return { output, ramped };
}

describe('a recording', () => {
  const lane = useDevice();

  it('changes the parameters that are named, of the dispatch that is named', async ({ task }) => {
    const device = lane.device(task.meta);
    const [a, b, none] = [makeRamp(3), makeRamp(2), makeRamp(0)];
    const outputs = [a.output, b.output];
    const buffers = await allocate(device, 'test', [...outputs, none.output]);
    const dispatches = [a.ramped, none.ramped, b.ramped];
    const recording = await Recording.create(device, 'ramps', dispatches);
    const readback = await Readback.create(device, 'ramps', outputs);
    const values = async () => {
      await device.guard('running', () => recording.run(readback));
      await readback.fetch();
      return outputs.map((output) => [...readback.values(output)]);
    };
    expect(await values()).toEqual([
      [8, 10, 12],
      [8, 10],
    ]);
    recording.setParams(a.ramped, { factor: -1, first: 1 });
    expect(await values()).toEqual([
      [9, 8, 7],
      [8, 10],
    ]);
    recording.setParams(b.ramped, { shift: [0.5, 0, 0, 0] });
    recording.setParams(a.ramped, { first: 0 });
    expect(await values()).toEqual([
      [10, 9, 8],
      [-1.5, 0.5],
    ]);
    // It has no work, whatever its parameters.
    recording.setParams(none.ramped, { factor: 3 });
    expect(recording.length).toBe(2);

    const bad = { code: 'bad-argument' };
    const refuse = (values: object, message: RegExp) => {
      expect(() => recording.setParams(a.ramped, values)).toThrow(
        expect.objectContaining({ ...bad, message: expect.stringMatching(message) }),
      );
    };
    refuse({ factor: 1, count: -1 }, /ramp: parameter count is -1/);
    refuse({ count: 2 ** 32 }, /count is 4294967296/);
    refuse({ first: 0.5 }, /first is 0\.5/);
    refuse({ first: 2 ** 31 }, /first is 2147483648/);
    refuse({ factor: 1e39 }, /factor is 1e\+39/);
    refuse({ factor: '1' }, /factor is 1/);
    refuse({ factor: undefined }, /factor is undefined/);
    refuse({ shift: [1, 2, 3] }, /shift is 1,2,3/);
    refuse({ shift: [1, 2, 3, '4'] }, /shift is 1,2,3,4/);
    // @ts-expect-error: the type checker knows the shader's parameters, too.
    expect(() => recording.setParams(a.ramped, { size: 1 })).toThrow(/there is no parameter size/);
    refuse({ constructor: 1 }, /there is no parameter constructor/);
    expect(() => recording.setParams(makeRamp(3).ramped, {})).toThrow(
      expect.objectContaining({ ...bad, message: expect.stringMatching(/ramp is not in this/) }),
    );
    // What was refused changed nothing, nor does it come with what is written next.
    recording.setParams(a.ramped, { count: 3 });
    expect(await values()).toEqual([
      [10, 9, 8],
      [-1.5, 0.5],
    ]);

    expect(() => readback.values(none.output)).toThrow(expect.objectContaining(bad));
    for (const part of [recording, readback]) part.dispose();
    for (const buffer of buffers) device.freeBuffer(buffer);
    expect(device.memory.buffers).toBe(0);
  });

  it('refuses tensors without storage, and makes nothing', async ({ task }) => {
    const device = lane.device(task.meta);
    const { ramped, output } = makeRamp(3);
    await expect(Recording.create(device, 'ramps', [ramped])).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringMatching(/ramp: the tensor output has no storage/),
    });
    const readback = await Readback.create(device, 'ramps', [output]);
    const encoder = device.gpu.createCommandEncoder();
    expect(() => readback.encode(encoder)).toThrow(
      expect.objectContaining({ code: 'bad-argument' }),
    );
    readback.dispose();
    expect(device.memory.buffers).toBe(0);
  });

  it('makes nothing where a shader does not compile', async ({ task }) => {
    const device = lane.device(task.meta);
    const broken = defineShader({ ...ramp, name: 'broken', source: `${ramp.source} fn (` });
    const output = constant('output', [1], [0]);
    const params = { shift: [0, 0, 0, 0], factor: 1, first: 0, count: 1 } as const;
    const options = { params, tensors: { output }, workgroups: [1, 1, 1] } as const;
    await expect(run(device, [dispatch(broken, options)], [output])).rejects.toMatchObject({
      code: 'gpu-error',
      message: expect.stringMatching(/the shader broken doesn't compile/),
    });
    expect(output.storage).toBeUndefined();
    expect(device.memory.buffers).toBe(0);
  });
});

describe('a dispatch', () => {
  it('refuses what its shader has no use for', () => {
    const { output } = makeRamp(3);
    const params = { shift: [0, 0, 0, 0], factor: 1, first: 0, count: 3 } as const;
    const workgroups = [1, 1, 1] as const;
    const bad = (message: RegExp) =>
      expect.objectContaining({ code: 'bad-argument', message: expect.stringMatching(message) });
    expect(() => dispatch(ramp, { params, tensors: {}, workgroups })).toThrow(
      bad(/ramp: nothing is bound to output/),
    );
    const wrong = { ...params, count: 2 ** 40 };
    expect(() => dispatch(ramp, { params: wrong, tensors: { output }, workgroups })).toThrow(
      bad(/ramp: parameter count is 1099511627776/),
    );
    const bare = defineShader({ ...ramp, source: 'fn main() {}' });
    expect(() => dispatch(bare, { params, tensors: { output }, workgroups })).toThrow(
      bad(/no prelude/),
    );
  });
});
