import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { FaceGpuError } from '@facegpu/kernels';
import { note, replaceFile, writing } from '@facegpu/pipeline/command-line';
import { readCheckpoint, writeCheckpoint } from '../course/checkpoint.ts';
import type { Best, Progress, Resume, StepProgress } from '../course/run-course.ts';
import { type CurveTitles, drawCurves } from './curves-page.ts';

/** Numbers by their names. */
type Numbers = Readonly<Record<string, number>>;

/** What the record of a training is told of it. */
export interface CourseRecordOptions<Report extends object, Measured> {
  /** The model file that is to be written. */
  readonly out: string;
  /** What must be the same for a training to go on, by what it is called. */
  readonly notes: Readonly<Record<string, string | number>>;
  /** Whether it goes on where it was stopped. */
  readonly resume?: boolean | undefined;
  /** Images of a step. */
  readonly count: number;
  /** The curves of the page, by what numbers of the log are called. */
  readonly titles: CurveTitles;
  /** How a step went, in words. */
  describe(report: Report): string;
  /** What one should do about it, where there is something. */
  warn?(report: Report): string | undefined;
  /** What of a measurement is written down. */
  numbersOf(measured: Measured): Numbers;
  /** And in words. */
  describeMeasured(measured: Measured): string;
}

/** Milliseconds from one line of progress to the next. */
const pause = 5000;

/**
 * What a training leaves beside its model as it goes: lines of progress, a log of all its numbers, a page with
 * their curves, and a checkpoint to go on from.
 */
export class CourseRecord<Report extends object, Measured> {
  /** What to go on from, where that was asked for. */
  readonly resume: Resume | undefined;
  /** The file with the curves. */
  readonly page: string;
  readonly #options: CourseRecordOptions<Report, Measured>;
  readonly #checkpoint: string;
  readonly #log: string;
  #said = 0;
  #first: StepProgress<Report> | undefined;

  private constructor(
    options: CourseRecordOptions<Report, Measured>,
    { checkpoint, log, page }: ReturnType<typeof filesOf>,
    resume: Resume | undefined,
  ) {
    this.#options = options;
    this.#checkpoint = checkpoint;
    this.#log = log;
    this.page = page;
    this.resume = resume;
  }

  /**
   * Begins a record, or goes on with one.
   *
   * @throws FaceGpuError `bad-argument` where there is nothing to go on from, or it was another training;
   * `file-unreadable`
   */
  static async open<Report extends object, Measured>(
    options: CourseRecordOptions<Report, Measured>,
  ): Promise<CourseRecord<Report, Measured>> {
    const files = filesOf(options.out);
    const resume = options.resume ? await resumeFrom(files.checkpoint, options.notes) : undefined;
    if (!resume) await rm(files.log, { force: true });
    else
      await writeLines(
        files.log,
        (await readLines(files.log)).filter(({ step }) => step <= resume.state.step),
      );
    return new CourseRecord(options, files, resume);
  }

  /** What a training is told, so that it goes on from there and is recorded. */
  get settings() {
    const { resume, onStep, onValidation, onCheckpoint } = this;
    return { resume, onStep, onValidation, onCheckpoint };
  }

  readonly onStep = async (progress: StepProgress<Report>): Promise<void> => {
    const { step, report, elapsed, share } = progress;
    this.#first ??= progress;
    await this.#write({ step, seconds: elapsed / 1000, ...report });
    if (performance.now() - this.#said < pause) return;
    this.#said = performance.now();
    const since = (elapsed - this.#first.elapsed) / 1000;
    const images = (step - this.#first.step) * this.#options.count;
    const speed = since > 0 ? images / since : 0;
    const done = share - this.#first.share;
    const left = done > 0 ? `${minutes((since * (1 - share)) / done)} left` : '';
    note(
      `step ${step} (${(100 * share).toFixed(0)} %): ${this.#options.describe(report)}, ` +
        `${speed.toFixed(0)} photos a second, ${left}`,
    );
    const warning = this.#options.warn?.(report);
    if (warning !== undefined) note(warning);
  };

  readonly onValidation = async (progress: Progress<Measured>): Promise<void> => {
    const { validation, state, elapsed } = progress;
    const { numbersOf, describeMeasured, titles } = this.#options;
    await this.#write({ step: state.step, seconds: elapsed / 1000, ...numbersOf(validation) });
    note(`step ${state.step}: ${describeMeasured(validation)}`);
    await this.onCheckpoint(progress);
    const page = await drawCurves(await readLines(this.#log), titles);
    await writing(this.page, () => writeFile(this.page, page));
  };

  readonly onCheckpoint = async ({ state, best, memory, elapsed }: Resume): Promise<void> => {
    const { step, score, values } = best;
    await writeCheckpoint(this.#checkpoint, {
      state,
      best: values,
      memory,
      notes: { ...this.#options.notes, elapsed, best: { step, score } },
    });
  };

  /** Writes the model, after which there is nothing to go on from. */
  async finish(model: Uint8Array): Promise<void> {
    const { out } = this.#options;
    await replaceFile(out, model);
    await rm(this.#checkpoint, { force: true });
  }

  async #write(line: object): Promise<void> {
    await writing(this.#log, () => appendFile(this.#log, `${JSON.stringify(line)}\n`));
  }
}

/** Everything so far, of runs that were stopped too; a line that was cut off is left out. */
async function readLines(log: string): Promise<readonly Numbers[]> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line): Numbers[] => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });
}

/** What comes after a checkpoint is done once more: it isn't to stand there twice. */
function writeLines(log: string, lines: readonly Numbers[]): Promise<void> {
  return replaceFile(log, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

function filesOf(out: string) {
  return { checkpoint: `${out}.checkpoint`, log: `${out}.log.jsonl`, page: `${out}.html` };
}

async function resumeFrom(
  file: string,
  wanted: Readonly<Record<string, unknown>>,
): Promise<Resume> {
  const checkpoint = await readCheckpoint(file);
  if (!checkpoint) {
    throw new FaceGpuError(
      'bad-argument',
      `there is no ${file} to go on from`,
      'Start without --resume.',
    );
  }
  const { state, best: values, memory, notes } = checkpoint;
  const changed = Object.keys(wanted).filter((key) => notes[key] !== wanted[key]);
  if (changed.length > 0) {
    const what = changed.map((key) => (key === 'data' ? 'the photos or the model' : `the ${key}`));
    throw new FaceGpuError(
      'bad-argument',
      `${what.join(' and ')} changed since ${file} was written`,
      'Go on with what it was started with, or start anew without --resume.',
    );
  }
  const { elapsed, best } = notes as { elapsed: number; best: Omit<Best, 'values'> };
  return { state, elapsed, memory, best: { ...best, values } };
}

function minutes(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
