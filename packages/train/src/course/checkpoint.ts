import { readFile } from 'node:fs/promises';
import { FaceGpuError } from '@facegpu/kernels';
import { readSafetensors, type StoredTensor, writeSafetensors } from '@facegpu/nn';
import { replaceFile } from '@facegpu/pipeline/command-line';
import type { TrainingState } from '../step/training-step.ts';
import type { Memory } from './run-course.ts';

/** What a training goes on from. */
export interface Checkpoint {
  readonly state: TrainingState;
  /** The best weights so far, by name. */
  readonly best: TrainingState['values'];
  /** What the training remembers besides, see `Course`. */
  readonly memory?: Memory | undefined;
  /** What the training was started with, and how far it is: JSON. */
  readonly notes: Readonly<Record<string, unknown>>;
}

const key = 'facegpu-checkpoint';

/**
 * Writes a checkpoint: the file is the old one or the new one, whenever the process is killed.
 *
 * @throws FaceGpuError `file-unwritable`
 */
export async function writeCheckpoint(file: string, checkpoint: Checkpoint): Promise<void> {
  const { state, best, memory = new Map(), notes } = checkpoint;
  const tensors = new Map<string, StoredTensor>();
  const add = (prefix: string, values: TrainingState['values']) => {
    for (const [name, value] of values) {
      const { buffer, byteOffset, byteLength } = value;
      const bytes = new Uint8Array(buffer, byteOffset, byteLength);
      tensors.set(`${prefix}/${name}`, { type: 'F32', shape: [value.length], bytes });
    }
  };
  add('state', state.values);
  add('best', best);
  add('memory', memory);
  const metadata = { [key]: JSON.stringify({ step: state.step, notes }) };
  await replaceFile(file, writeSafetensors({ metadata, tensors }));
}

/**
 * Reads a checkpoint; nothing where there is none.
 *
 * @throws FaceGpuError `file-unreadable`, `bad-model` where it is no checkpoint
 */
export async function readCheckpoint(file: string): Promise<Checkpoint | undefined> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await readFile(file));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new FaceGpuError('file-unreadable', `${file} cannot be read`, 'Check its permissions.', {
      cause,
    });
  }
  const { metadata, tensors } = readSafetensors(bytes, file);
  const text = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
  if (text === undefined) {
    throw new FaceGpuError(
      'bad-model',
      `${file} is no checkpoint of a training`,
      'Name another file with --out, or move this one away.',
    );
  }
  const { step, notes } = JSON.parse(text) as { step: number; notes: Record<string, unknown> };
  const named = (prefix: string) => {
    const values = new Map<string, Float32Array<ArrayBuffer>>();
    for (const [name, tensor] of tensors) {
      if (!name.startsWith(`${prefix}/`)) continue;
      values.set(name.slice(prefix.length + 1), new Float32Array(tensor.bytes.slice().buffer));
    }
    return values;
  };
  const [state, best, memory] = [named('state'), named('best'), named('memory')];
  return { state: { step, values: state }, best, memory, notes };
}
