import { type Face, FacePipeline, type PipelineOptions } from '@facegpu/pipeline';
import { drawFaces } from '@facegpu/pipeline/draw';
import { type JSX, useEffect, useRef, useState } from 'react';

/** A pipeline, as soon as it is there, or why there is none. */
export interface Faces {
  readonly faces?: FacePipeline;
  readonly error?: Error;
}

/**
 * A pipeline for as long as the component is there; where that goes earlier, its creation ends.
 *
 * @param options of the first call: later ones change nothing
 */
export function useFaces(options: PipelineOptions): Faces {
  const [state, setState] = useState<Faces>({});
  const first = useRef(options);
  useEffect(() => {
    const gone = new AbortController();
    const created = FacePipeline.create({ ...first.current, signal: gone.signal });
    created.then(
      (faces) => setState({ faces }),
      (error: Error) => gone.signal.aborted || setState({ error }),
    );
    return () => {
      gone.abort();
      created.then(
        (faces) => faces.dispose(),
        () => {},
      );
    };
  }, []);
  return state;
}

/** A picture with its faces drawn over it, at whatever size it is shown. */
export function FacesOf({ src, faces }: { src: string; faces: FacePipeline }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [found, setFound] = useState<readonly Face[]>();
  useEffect(() => {
    const gone = new AbortController();
    setFound(undefined);
    const draw = async () => {
      const image = new Image();
      image.src = src;
      await image.decode();
      const context = canvas.current?.getContext('2d');
      const detected = await faces.detect(image, { signal: gone.signal });
      if (!context || gone.signal.aborted) return;
      context.canvas.width = image.naturalWidth;
      context.canvas.height = image.naturalHeight;
      context.drawImage(image, 0, 0);
      drawFaces(context, detected);
      setFound(detected);
    };
    draw().catch((error: unknown) => gone.signal.aborted || Promise.reject(error));
    return () => gone.abort();
  }, [src, faces]);
  return (
    <figure>
      <canvas ref={canvas} style={{ maxWidth: '100%' }} />
      <figcaption>{found ? `${found.length} faces` : 'looking…'}</figcaption>
    </figure>
  );
}
