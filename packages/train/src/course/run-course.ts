import { FaceGpuError } from '@facegpu/kernels';
import { cosine } from '../optimizers/schedule.ts';
import type { NotFinite } from '../step/step-program.ts';
import type { TrainingState, TrainingStep } from '../step/training-step.ts';

/** How long a training takes: so many steps, or so many milliseconds. */
export type CourseLength = { readonly steps: number } | { readonly milliseconds: number };

/** Numbers by names, that a training chose on its way and goes on by. */
export type Memory = ReadonlyMap<string, Float32Array<ArrayBuffer>>;

/** The best weights so far, and how well they measure. */
export interface Best {
  readonly step: number;
  /** The higher the better. */
  readonly score: number;
  readonly values: TrainingState['values'];
}

export interface Resume {
  readonly state: TrainingState;
  readonly best: Best;
  /** What the training remembers besides, see `Course`. */
  readonly memory?: Memory | undefined;
  /** Milliseconds that it took to get there. */
  readonly elapsed: number;
}

export interface StepProgress<Report> {
  readonly step: number;
  readonly report: Report;
  /** Milliseconds since the start, of all runs together. */
  readonly elapsed: number;
  /** How much of the training lies behind it, from 0 to 1. */
  readonly share: number;
}

export interface Progress<Measured> {
  readonly validation: Measured;
  readonly state: TrainingState;
  readonly best: Best;
  readonly memory: Memory;
  readonly elapsed: number;
}

/** What every training is told, whatever it trains. */
export interface CourseSettings<Report, Measured> {
  readonly length: CourseLength;
  /** The highest learning rate. */
  readonly rate: number;
  /** Steps from one measurement to the next. */
  readonly every: number;
  /** What to go on from. */
  readonly resume?: Resume | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Ends it after the step that is being done, as if its time were over: it is measured, and the best is kept. */
  readonly finish?: AbortSignal | undefined;
  /** Called after each step. */
  readonly onStep?: ((step: StepProgress<Report>) => Promise<void> | void) | undefined;
  /** Called after each measurement, with all that is needed to go on from here. */
  readonly onValidation?: ((progress: Progress<Measured>) => Promise<void> | void) | undefined;
  /**
   * Called with the same before the first step, unless that is measured, and whenever half a minute has passed since
   * the last time, so that no more than this is ever lost.
   */
  readonly onCheckpoint?: ((progress: Resume) => Promise<void> | void) | undefined;
}

export interface Course<Report, Measured> extends CourseSettings<Report, Measured> {
  readonly training: TrainingStep;
  /**
   * Changes the weights. Steps count from 1.
   *
   * @param best of those so far
   */
  train(step: number, rate: number, best: Best): Promise<Report>;
  /** What a row of the batch that was trained with last is, in a word: the name of a photo, say. */
  nameOfRow?(row: number): string;
  /** What it goes on by besides the weights, and what is remembered of them; nothing unless told. */
  memory?(): Memory;
  /** Whether the weights that it begins with are measured too, so that none become the best that are worse. */
  readonly measuresFirst?: boolean | undefined;
  /** What the weights as they are measure. */
  measure(): Promise<Measured>;
  /** How good that is: the higher the better. */
  scoreOf(measured: Measured): number;
}

/** Milliseconds that may be lost. */
const mostLost = 30_000;

/** In how many parts the course of a training is divided for its learning rate. */
const parts = 10_000;

/**
 * The course of a training: a warm-up and half a cosine, and a measurement now and then. The weights that measure
 * best are kept. The same steps give the same weights on one adapter, whether it was stopped in between or not.
 *
 * @returns the best weights, with which the training infers afterwards
 * @throws FaceGpuError `bad-argument`; `not-finite` where the loss is no number any more, which names the step and the
 * value that was the first; whatever the signal says
 */
export async function runCourse<Report, Measured>(course: Course<Report, Measured>): Promise<Best> {
  const { training, length, rate, every, resume, signal, finish } = course;
  const rateAt = cosine({ rate, steps: parts, warmUp: parts / 20 });
  if (resume) training.restore(resume.state);
  let best: Best = resume?.best ?? { step: 0, score: 0, values: new Map() };
  const start = performance.now() - (resume?.elapsed ?? 0);
  const elapsed = () => performance.now() - start;
  /** How much of the training lies behind it, from 0 to 1. */
  const shareAt = (step: number) => {
    return 'steps' in length ? step / length.steps : elapsed() / length.milliseconds;
  };
  let saved = performance.now();
  /** Steps since then can be repeated: with these rates. */
  let last = { state: await training.state(), rates: [] as number[] };
  const reached = async () => {
    const state = await training.state();
    const memory: Memory = course.memory?.() ?? new Map();
    last = { state, rates: [] };
    saved = performance.now();
    return { state, best, memory, elapsed: elapsed() };
  };
  const isOver = (step: number) => (finish?.aborted ?? false) || shareAt(step) >= 1;
  const measure = async (step: number) => {
    const validation = await course.measure();
    const score = course.scoreOf(validation);
    if (score > best.score || best.values.size === 0) {
      best = { step, score, values: await training.inferred.read() };
    }
    await course.onValidation?.({ validation, ...(await reached()) });
  };
  if (course.measuresFirst && !resume) await measure(0);
  else await course.onCheckpoint?.(await reached());
  for (let step = training.step + 1; !isOver(step - 1); step++) {
    signal?.throwIfAborted();
    last.rates.push(rateAt(Math.max(1, Math.min(1, shareAt(step)) * parts)));
    const report = await course
      .train(step, last.rates[last.rates.length - 1], best)
      .catch(async (error) => {
        throw isNotFinite(error) ? await explained(error, course, last, best) : error;
      });
    const share = Math.min(1, shareAt(step));
    await course.onStep?.({ step, report, elapsed: elapsed(), share });
    if (step % every === 0 || isOver(step)) await measure(step);
    else if (performance.now() - saved > mostLost) await course.onCheckpoint?.(await reached());
  }
  for (const [name, values] of best.values) training.inferred.write(name, values);
  return best;
}

function isNotFinite(error: unknown): error is FaceGpuError {
  return error instanceof FaceGpuError && error.code === 'not-finite';
}

/** The same error with what went wrong first: steps are repeated from the last state, until values aren't finite. */
async function explained<Report, Measured>(
  error: FaceGpuError,
  course: Course<Report, Measured>,
  last: { readonly state: TrainingState; readonly rates: readonly number[] },
  best: Best,
): Promise<FaceGpuError> {
  const { training, train } = course;
  training.restore(last.state);
  for (const rate of last.rates) {
    const before = await training.state();
    const step = training.step + 1;
    const isFine = await train(step, rate, best).then(
      () => true,
      () => false,
    );
    if (isFine && allFinite(await training.state())) continue;
    const found = await training.firstNotFinite(before).catch(() => undefined);
    if (found === undefined) return error;
    const where = found.rows ? `, ${describeRows(found.rows, course)}` : '';
    const message = `${error.message}: the first value that is not finite was "${found.value}" at step ${step}${where}`;
    return new FaceGpuError(error.code, message, error.fix, { cause: error });
  }
  return error;
}

/** So many rows are named. */
const mostNamed = 5;

function describeRows<Report, Measured>(
  { bad, count }: NonNullable<NotFinite['rows']>,
  { nameOfRow = (row) => `row ${row}` }: Pick<Course<Report, Measured>, 'nameOfRow'>,
): string {
  // No photo spoils all of them: weights do.
  if (bad.length === count) return 'in all rows of the batch';
  const named = bad.slice(0, mostNamed).map(nameOfRow).join(', ');
  const more = bad.length - mostNamed;
  const rest = more > 0 ? ` and ${more} more` : '';
  return `in ${bad.length} of ${count} rows of the batch: ${named}${rest}`;
}

function allFinite({ values }: TrainingState): boolean {
  return [...values.values()].every((value) => value.every(Number.isFinite));
}
