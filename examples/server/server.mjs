import { FaceGpuError, FacePipeline } from '@facegpu/pipeline';
import Fastify from 'fastify';

/** Faults of the one who asks; all others are the server's. */
const badRequests = new Set(['bad-image', 'bad-argument']);

/**
 * A server that answers the bytes of a photo, posted to /faces, with its faces as JSON.
 *
 * @param {import('@facegpu/pipeline').PipelineOptions} [options]
 */
export async function createServer(options) {
  // One pipeline for all requests: they share its networks, and wait for one another.
  const faces = await FacePipeline.create(options);
  const server = Fastify({ bodyLimit: 50e6 });
  server.addHook('onClose', () => faces.dispose());
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));

  server.post('/faces', async (request, reply) => {
    const gone = new AbortController();
    reply.raw.on('close', () => gone.abort());
    try {
      const photo = /** @type {Buffer} */ (request.body);
      return await faces.detectIn(photo, { signal: gone.signal });
    } catch (error) {
      if (!(error instanceof FaceGpuError) || !badRequests.has(error.code)) throw error;
      return reply.code(400).send(error.toJSON());
    }
  });
  return server;
}
