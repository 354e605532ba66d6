// A worker that serves engines, and loses their devices when it is told to.
import '../worker.ts';

const devices: GPUDevice[] = [];
const request = GPUAdapter.prototype.requestDevice;
GPUAdapter.prototype.requestDevice = async function (descriptor) {
  const device = await request.call(this, descriptor);
  devices.push(device);
  return device;
};

addEventListener('message', ({ data }) => {
  if (data !== 'lose') return;
  for (const device of devices) device.destroy();
});
