import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Line } from './lines.ts';
import type { Task } from './section.ts';

/** How long after its deadline a process may still be busy with what it has begun, in milliseconds. */
const grace = 5000;

/** A process that runs a section. */
interface Run {
  /** The script that takes a `Task`, and answers with lines. */
  readonly script: string;
  readonly task: Task;
  /** What it is told in the environment besides. */
  readonly environment?: Readonly<Record<string, string>>;
  send(line: Line): void;
}

/**
 * Runs a section in a process of its own, and passes its lines on. What doesn't end in time is killed;
 * that, or how else it went wrong, is a line too.
 */
export async function supervise({ script, task, environment, send }: Run): Promise<void> {
  const child = fork(script, [JSON.stringify(task)], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const complaints = lastOf(child);
  let begun = task.name;
  child.on('message', (message) => {
    const line = message as Line;
    if (line.kind === 'begun') begun = line.what;
    send(line);
  });
  let late = false;
  const timer = setTimeout(
    () => {
      late = true;
      child.kill('SIGKILL');
    },
    Math.max(0, task.deadline - Date.now()) + grace,
  );
  // Its last lines may come after its end.
  const [[code, signal]] = await Promise.all([once(child, 'close'), once(child, 'disconnect')]);
  clearTimeout(timer);
  if (late)
    send({ kind: 'left out', what: `${begun}, which was under way when the time was over` });
  else if (code !== 0) {
    const why = `ended with ${signal ?? `code ${code}`}: ${complaints()}`;
    send({ kind: 'failed', what: begun, why });
  }
}

/** Characters of what a process has complained about that are worth keeping. */
const kept = 2000;

function lastOf(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      text = (text + part).slice(-kept);
    });
  }
  return () => text.trim();
}
