import { make } from './dom.ts';
import { PageError } from './page-error.ts';

/** A webcam that is on. */
export interface Webcam {
  readonly video: HTMLVideoElement;
  /** Whether it looks at who is before the screen, who wants to see a mirror. */
  readonly isFront: boolean;
  readonly deviceId: string | undefined;
  /** The present frame as a photo. */
  still(): Promise<Blob>;
  /** Says whom to tell when it ends by itself: it was unplugged, or taken away. */
  onEnd(callback: () => void): void;
  stop(): void;
}

/** The webcams that there are; known once one of them may be used. */
export async function webcamIds(): Promise<string[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId);
}

/**
 * Switches a webcam on: the given one, or else the one that looks at who is before the screen.
 *
 * @throws PageError where there is none, or it may not be used
 */
export async function startWebcam(deviceId?: string): Promise<Webcam> {
  let stream: MediaStream;
  try {
    const which = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: 'user' };
    stream = await navigator.mediaDevices.getUserMedia({
      video: { ...which, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (cause) {
    throw whyNot(cause);
  }
  const video = make('video', { srcObject: stream, muted: true, playsInline: true });
  video.ariaLabel = 'Webcam';
  const [track] = stream.getVideoTracks();
  const { facingMode, deviceId: id } = track.getSettings();
  const isFront = facingMode !== 'environment';
  video.classList.toggle('mirrored', isFront);
  await video.play();
  return {
    video,
    isFront,
    deviceId: id,
    onEnd: (callback) => track.addEventListener('ended', callback),
    still() {
      const canvas = make('canvas', { width: video.videoWidth, height: video.videoHeight });
      canvas.getContext('2d')?.drawImage(video, 0, 0);
      return new Promise((resolve, reject) => {
        canvas.toBlob(
          (blob) => (blob ? resolve(blob) : reject(new Error('the frame is empty'))),
          'image/jpeg',
          0.95,
        );
      });
    },
    stop() {
      for (const track of stream.getTracks()) track.stop();
    },
  };
}

function whyNot(cause: unknown): PageError {
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'NotAllowedError') {
    const fix = 'Allow it in the browser’s address bar, then start it again.';
    return new PageError('The page may not use the webcam.', fix, { cause });
  }
  if (name === 'NotFoundError' || name === 'OverconstrainedError') {
    return new PageError('There is no webcam.', 'Plug one in, then start it again.', { cause });
  }
  if (name === 'NotReadableError') {
    const fix = 'Close other programs that use it, then start it again.';
    return new PageError('The webcam doesn’t answer.', fix, { cause });
  }
  const fix = 'Open the page over https or on localhost, in a browser that has webcams.';
  return new PageError('The browser gives no webcam.', fix, { cause });
}
