import type { Reply, Request } from './messages.ts';
import { Trainer } from './trainer.ts';

/** What is used of a worker's global scope: TypeScript knows that of a page. */
const scope = globalThis as unknown as {
  postMessage(reply: Reply): void;
  addEventListener(type: 'message', listen: (event: MessageEvent<Request>) => void): void;
};

const trainer = new Trainer((reply) => scope.postMessage(reply));
scope.addEventListener('message', ({ data }) => {
  if (data.kind === 'look') void trainer.look(data.photo, data.file);
  else if (data.kind === 'train') void trainer.train(data.order);
  else trainer.stop();
});
void trainer.open(new URL('../models/', globalThis.location.href));
