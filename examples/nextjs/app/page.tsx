'use client';

import { FaceGpuError, FacePipeline } from '@facegpu/pipeline';
import { type ChangeEvent, type JSX, useState } from 'react';

let faces: Promise<FacePipeline> | undefined;

/** The pipeline of the page, made when it is first wanted: never on the server. `?in=page` does without a worker. */
function pipeline(): Promise<FacePipeline> {
  const inPage = new URLSearchParams(location.search).get('in') === 'page';
  faces ??= FacePipeline.create({
    models: '/models/',
    detector: 'tiny',
    ...(!inPage && {
      worker: new Worker(new URL('./faces-worker.ts', import.meta.url), { type: 'module' }),
    }),
  });
  return faces;
}

export default function Page(): JSX.Element {
  const [said, setSaid] = useState('Choose a photo.');
  const look = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const photo = target.files?.[0];
    if (!photo) return;
    setSaid('Looking …');
    try {
      const found = await (await pipeline()).detect(photo);
      setSaid(`${found.length} faces`);
    } catch (error) {
      if (!(error instanceof FaceGpuError)) throw error;
      setSaid(`${error.message} ${error.fix}`);
    }
  };
  return (
    <main>
      <input type="file" accept="image/*" onChange={look} />
      <output>{said}</output>
    </main>
  );
}
