import type { Device } from '@facegpu/kernels';

/** A shader that does one thing as fast as the adapter can. */
export interface Loop {
  /** Does it so often in one submit, and waits. */
  repeat(times: number): Promise<void>;
  /** The most that it can be asked for. */
  readonly most: number;
  /** What is done each time: operations, or bytes read and written. */
  readonly amount: number;
  dispose(): void;
}

/** Bytes of a buffer that hardly any cache holds, and that every adapter allows. */
const copied = 2 ** 27;

/** Copies a buffer, so many vec4s by each invocation. */
export async function copyLoop(device: Device, vec4s: number): Promise<Loop> {
  const specs = ['source', 'destination'].map((label) => ({ label, size: copied }));
  const buffers = await device.createBuffers(specs);
  const run = await prepare(device, copySource(vec4s), buffers);
  return {
    repeat: (times) => run(copied / 16 / 256 / vec4s, times),
    most: 64,
    amount: 2 * copied,
    dispose() {
      for (const buffer of buffers) device.freeBuffer(buffer);
    },
  };
}

function copySource(vec4s: number): string {
  return `
@group(0) @binding(0) var<storage, read_write> source: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> destination: array<vec4<f32>>;

@compute @workgroup_size(256)
fn main(
  @builtin(workgroup_id) workgroup: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let first = workgroup.x * ${256 * vec4s} + lane;
  for (var i = 0u; i < ${vec4s}; i++) {
    destination[first + i * 256] = source[first + i * 256];
  }
}
`;
}

/** Vec4s that an invocation reads in {@link readLoop}, and invocations of a workgroup. */
const readVec4s = 64;
const readGroup = 64;
/** Bytes that are bound at once, at most. */
const mostRead = 2 ** 27;

/** Reads a buffer of so many bytes at least, and sums up what it reads. */
export async function readLoop(device: Device, bytes: number): Promise<Loop> {
  const perGroup = 16 * readVec4s * readGroup;
  const parts = Math.ceil(bytes / mostRead);
  const size = Math.ceil(bytes / parts / perGroup) * perGroup;
  const specs = ['sums', ...Array<string>(parts).fill('numbers')].map((label, i) => {
    return { label, size: i === 0 ? 4 * readGroup : size };
  });
  const buffers = await device.createBuffers(specs);
  const [sums, ...numbers] = buffers;
  const runs = await Promise.all(numbers.map((own) => prepare(device, readSource, [own, sums])));
  return {
    async repeat(times) {
      for (const run of runs) await run(size / perGroup, times);
    },
    most: 64,
    amount: parts * size,
    dispose() {
      for (const buffer of buffers) device.freeBuffer(buffer);
    },
  };
}

/** What is summed up decides whether anything is written: nobody can leave the sum out. */
const readSource = `
@group(0) @binding(0) var<storage, read> numbers: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32>;

@compute @workgroup_size(${readGroup})
fn main(
  @builtin(workgroup_id) workgroup: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let first = workgroup.x * ${readVec4s * readGroup} + lane;
  var sum = vec4<f32>(0.0);
  for (var i = 0u; i < ${readVec4s}; i++) {
    sum += numbers[first + i * ${readGroup}];
  }
  if (sum.x + sum.y + sum.z + sum.w == 1234.5) {
    sums[lane] = sum.x;
  }
}
`;

/** Multiply-adds of an invocation to each of its sums, some of them in one turn of the loop. */
const steps = 8192;
const unrolled = 8;

/** Multiply-adds to so many sums in each invocation, none of which waits for another. */
export async function sumLoop(device: Device, sums: number): Promise<Loop> {
  const [buffer] = await device.createBuffers([{ label: 'sums', size: 4 * 64 }]);
  device.gpu.queue.writeBuffer(buffer, 0, Float32Array.of(0.5, 1));
  const run = await prepare(device, sumSource(sums), [buffer]);
  return {
    repeat: (times) => run(times, 1),
    most: 2 ** 15,
    amount: 2 * 64 * steps * sums,
    dispose: () => device.freeBuffer(buffer),
  };
}

function sumSource(count: number): string {
  const sums = Array.from({ length: count }, (_, i) => `sum${i}`);
  const turn = sums.map((sum) => `${sum} = fma(${sum}, factor, addend);`).join(' ');
  return `
@group(0) @binding(0) var<storage, read_write> data: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) lane: u32) {
  let factor = data[0];
  let addend = data[1];
  ${sums.map((sum, i) => `var ${sum} = f32(lane + ${i});`).join(' ')}
  for (var step = 0; step < ${steps / unrolled}; step++) {
    ${Array(unrolled).fill(turn).join('\n    ')}
  }
  data[2 + lane % 62] = ${sums.join(' + ')};
}
`;
}

/** Dispatches that write one word, the same one each. */
export async function wordLoop(device: Device): Promise<Loop> {
  const [buffer] = await device.createBuffers([{ label: 'word', size: 4 }]);
  const run = await prepare(device, oneWord, [buffer]);
  return {
    repeat: (times) => run(1, times),
    most: 2 ** 15,
    amount: 1,
    dispose: () => device.freeBuffer(buffer),
  };
}

const oneWord = `
@group(0) @binding(0) var<storage, read_write> word: array<u32>;

@compute @workgroup_size(1)
fn main() {
  word[0] += 1u;
}
`;

/** Compiles a shader; what is returned dispatches it and waits. */
async function prepare(device: Device, code: string, buffers: readonly GPUBuffer[]) {
  const { gpu } = device;
  const module = gpu.createShaderModule({ code });
  const pipeline = await gpu.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  const bindGroup = gpu.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  return async (groups: number, repeats: number) => {
    const encoder = gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    for (let i = 0; i < repeats; i++) pass.dispatchWorkgroups(groups);
    pass.end();
    gpu.queue.submit([encoder.finish()]);
    await device.wait(gpu.queue.onSubmittedWorkDone());
  };
}
