// curl --data-binary @party.jpg -H 'content-type: image/jpeg' http://localhost:3000/faces
import { createServer } from './server.mjs';

const server = await createServer();
console.log(`listening on ${await server.listen({ port: 3000, host: '127.0.0.1' })}`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());
