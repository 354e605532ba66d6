import { FaceGpuError, FacePipeline } from '@facegpu/pipeline';

export const runtime = 'nodejs';

// One for all requests, also where the module is loaded again.
const shared = globalThis as { faces?: Promise<FacePipeline> };

export async function POST(request: Request): Promise<Response> {
  shared.faces ??= FacePipeline.create();
  const faces = await shared.faces;
  try {
    const photo = new Uint8Array(await request.arrayBuffer());
    return Response.json(await faces.detect(photo, { signal: request.signal }));
  } catch (error) {
    if (error instanceof FaceGpuError && error.code === 'bad-image') {
      return Response.json(error, { status: 400 });
    }
    throw error;
  }
}
