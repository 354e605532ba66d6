import { type CompatOptions, createCompatProgram } from './compat-program.ts';
import type { Program } from './program.ts';

/** The ways of other libraries, by their names: what {@link PipelineOptions.compat} may say. */
export interface CompatPrograms {
  readonly 'face-api': (options: CompatOptions) => Promise<Program>;
}

/** All of them. Pages load them only where they import this. */
export const compatPrograms: CompatPrograms = { 'face-api': createCompatProgram };
