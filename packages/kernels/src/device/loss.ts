type Listener = (info: GPUDeviceLostInfo) => void;

interface Watch {
  readonly listeners: Set<Listener>;
  /** What there is to say, once the device is lost. */
  info?: GPUDeviceLostInfo;
}

const watches = new WeakMap<GPUDevice, Watch>();

/**
 * Calls back when a GPU's device is lost, at once where it is lost already. A promise never lets a
 * handler go, and a device that was lent may outlive many of ours: so there is one handler for each
 * `GPUDevice`, which forgets those who don't listen any more.
 *
 * @returns ends the listening
 */
export function onLoss(gpu: GPUDevice, listener: Listener): () => void {
  const { listeners, info } = watches.get(gpu) ?? watch(gpu);
  if (info) {
    listener(info);
    return () => {};
  }
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function watch(gpu: GPUDevice): Watch {
  const watched: Watch = { listeners: new Set() };
  watches.set(gpu, watched);
  void gpu.lost.then((info) => {
    watched.info = info;
    for (const listener of watched.listeners) listener(info);
    watched.listeners.clear();
  });
  return watched;
}
