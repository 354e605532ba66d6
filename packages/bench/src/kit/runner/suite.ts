/** What a test is given, as vitest gives it. */
export interface TestContext {
  readonly task: { readonly meta: Record<string, unknown> };
  /** Ends the test as skipped. */
  skip(note?: string): never;
}

type TestBody = (context: TestContext) => unknown;

interface Test {
  readonly name: string;
  readonly body: TestBody;
}

/** What stands between the brackets of a `describe`. */
class Block {
  readonly children: (Test | Block)[] = [];
  readonly before: (() => unknown)[] = [];
  readonly after: (() => unknown)[] = [];
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** How a test ended. */
export interface Outcome {
  /** The names of all blocks around it, and its own. */
  readonly path: readonly string[];
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Why it was skipped, or what went wrong. */
  readonly note?: string;
}

/** Thrown by a test that skips itself. */
class Skip extends Error {}

let open = new Block('');

/** Runs what describes tests, and keeps them. */
export async function collect(describeTests: () => unknown): Promise<Block> {
  open = new Block('');
  await describeTests();
  return open;
}

export function describe(name: string, body: () => void): void {
  const outer = open;
  open = new Block(name);
  outer.children.push(open);
  try {
    body();
  } finally {
    open = outer;
  }
}

/** A block for each row, named as `it.each` names its tests. */
describe.each =
  (rows: readonly unknown[]) => (name: string, body: (...values: never[]) => void) => {
    for (const row of rows) {
      const values = Array.isArray(row) ? row : [row];
      describe(titleOf(name, values), () => (body as (...values: unknown[]) => void)(...values));
    }
  };

export function it(name: string, ...rest: readonly (TestBody | object)[]): void {
  const body = rest.find((given): given is TestBody => typeof given === 'function');
  if (body) open.children.push({ name, body });
}

/** A test for each row; `%s` and its like, and `$key`, stand for its values. */
it.each = (rows: readonly unknown[]) => (name: string, body: (...values: never[]) => unknown) => {
  for (const row of rows) {
    const values = Array.isArray(row) ? row : [row];
    it(titleOf(name, values), (context) => {
      return (body as (...values: unknown[]) => unknown)(...values, context);
    });
  }
};

/** The same, with each row as it is and what a test is given besides. */
it.for =
  (rows: readonly unknown[]) =>
  (name: string, ...rest: readonly unknown[]) => {
    const body = rest.find((given) => typeof given === 'function') as (
      ...given: unknown[]
    ) => unknown;
    for (const row of rows) {
      const values = Array.isArray(row) ? row : [row];
      it(titleOf(name, values), (context) => body(row, context));
    }
  };

export function beforeAll(hook: () => unknown): void {
  open.before.push(hook);
}

export function afterAll(hook: () => unknown): void {
  open.after.push(hook);
}

function titleOf(name: string, values: readonly unknown[]): string {
  const rest = [...values];
  return name
    .replace(/%[sidfjo]/g, () => show(rest.shift()))
    .replace(/\$(\w+)/g, (whole, key) => {
      const [first] = values;
      const known = typeof first === 'object' && first !== null && Object.hasOwn(first, key);
      return known ? show((first as Record<string, unknown>)[key]) : whole;
    });
}

function show(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export interface RunOptions {
  /** Whether to run the test with this number; all where it is left out. */
  readonly takes?: (index: number) => boolean;
  /** Asked before each test: once it says so, no more tests are run. */
  readonly enough?: () => boolean;
  /** Milliseconds that a test may take. */
  readonly timeout: number;
}

/** Runs the tests of a block one after the other; those after `enough` have no outcome. */
export async function* runTests(root: Block, options: RunOptions): AsyncGenerator<Outcome> {
  let number = 0;
  const taken = new Set<Test>();
  const take = (block: Block): void => {
    for (const child of block.children) {
      if (child instanceof Block) take(child);
      else if (options.takes?.(number++) ?? true) taken.add(child);
    }
  };
  take(root);
  yield* runBlock(root, [], taken, options);
}

/** Number of tests in a block. */
export function countTests(block: Block): number {
  return block.children.reduce((sum, child) => {
    return sum + (child instanceof Block ? countTests(child) : 1);
  }, 0);
}

async function* runBlock(
  block: Block,
  path: readonly string[],
  taken: ReadonlySet<Test>,
  options: RunOptions,
): AsyncGenerator<Outcome> {
  if (!hasTaken(block, taken) || options.enough?.()) return;
  let broken: string | undefined;
  try {
    for (const hook of block.before) await hook();
  } catch (error) {
    broken = messageOf(error);
  }
  for (const child of block.children) {
    if (options.enough?.()) break;
    const inner = [...path, child.name];
    if (child instanceof Block) yield* runBlock(child, inner, taken, options);
    else if (!taken.has(child)) continue;
    else if (broken !== undefined) yield { path: inner, state: 'failed', note: broken };
    else yield await runTest(child, inner, options.timeout);
  }
  try {
    for (const hook of block.after) await hook();
  } catch (error) {
    yield { path: [...path, 'after all'], state: 'failed', note: messageOf(error) };
  }
}

function hasTaken(block: Block, taken: ReadonlySet<Test>): boolean {
  return block.children.some((child) => {
    return child instanceof Block ? hasTaken(child, taken) : taken.has(child);
  });
}

async function runTest({ body }: Test, path: readonly string[], timeout: number): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${timeout / 1000} s`)), timeout);
  });
  const skip = (note = 'no reason given'): never => {
    throw new Skip(note);
  };
  try {
    const ended = (async () => body({ task: { meta: {} }, skip }))();
    await Promise.race([ended, late]);
    return { path, state: 'passed' };
  } catch (error) {
    const state = error instanceof Skip ? 'skipped' : 'failed';
    return { path, state, note: messageOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export type { Block };
