import { FaceGpuError } from '@facegpu/kernels';

/** Codes of Postgres (SQLSTATE) and of the system by which a server can't be spoken to. */
const lost = /^(08\w{3}|57P0[1-3]|E[A-Z_]+)$/;
/** What is said where there is no code. */
const lostMessages = /Connection terminated|timeout exceeded when trying to connect|not queryable/;

/** Whether the server can't be spoken to; another try may find it again. */
export function isConnectionLost(error: unknown): boolean {
  const { code, message } = (error ?? {}) as {
    readonly code?: unknown;
    readonly message?: unknown;
  };
  return lost.test(String(code)) || lostMessages.test(String(message));
}

/** An error of Postgres as one of ours; whatever else is thrown is somebody else's. */
export function describePostgres(name: string, cause: unknown): unknown {
  if (cause instanceof FaceGpuError || !(cause instanceof Error)) return cause;
  const code = String((cause as { readonly code?: unknown }).code ?? '');
  // A name with several addresses has an error for each, and no message.
  const [{ message }] = cause instanceof AggregateError ? cause.errors : [cause];
  const error = (kind: FaceGpuError['code'], what: string, fix: string) =>
    new FaceGpuError(kind, `${name} ${what}: ${message}`, fix, { cause });
  if (isConnectionLost(cause)) {
    return error(
      'unreachable',
      "can't be reached",
      'Start the server, or wait for it: the next call tries again. Do again what had no answer; a photo that is there adds nothing.',
    );
  }
  if (code.startsWith('28')) {
    return error(
      'file-unreadable',
      'lets nobody in',
      'Check user and password, in the address or in PGUSER and PGPASSWORD.',
    );
  }
  if (code === '3D000') {
    return error('file-unreadable', 'is not there', 'Make the database: createdb NAME.');
  }
  if (code === '55P03') {
    return error(
      'file-unwritable',
      'is in use: another process has kept it for a minute',
      'Wait for that process, or end it.',
    );
  }
  if (code.startsWith('53') || code.startsWith('58')) {
    return error(
      'file-unwritable',
      "can't be written",
      'Make room on the server. The gallery is as it was before.',
    );
  }
  if (code === '42501' || code === '25006') {
    return error(
      'file-unwritable',
      'may not be written',
      'Give the user the right to, on a server that can be written to.',
    );
  }
  if (/^XX00[12]$/.test(code)) {
    return error('bad-gallery', 'is damaged', 'Restore the database from a backup.');
  }
  return cause;
}
