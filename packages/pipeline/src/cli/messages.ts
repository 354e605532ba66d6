import { WriteStream } from 'node:tty';
import { relayedBy } from './relayed.ts';

/** Where all goes that isn't the result: stderr, and past a relay straight to the terminal. */
export const messages = relayedBy() === 'terminal' ? terminal() : process.stderr;

function terminal(): WriteStream {
  const stream = new WriteStream(3);
  stream.unref();
  return stream;
}
