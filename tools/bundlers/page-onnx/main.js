import { Device } from '@facegpu/kernels';
import { allOperators, compile } from '@facegpu/nn';
import { importOnnx } from '@facegpu/nn/onnx';

/** Imports the ONNX model beside the page, runs it, and shows what comes out. */
async function show() {
  const output = document.createElement('output');
  try {
    const response = await fetch('model.onnx');
    const { network } = await importOnnx(new Uint8Array(await response.arrayBuffer()));
    const device = await Device.acquire();
    const plan = await compile(network, device, { operators: allOperators, dimensions: { n: 2 } });
    const image = Float32Array.from({ length: plan.input('image').shape.reduce((a, b) => a * b) });
    const { means } = await plan.run({ image: image.map((_, i) => i) });
    plan.dispose();
    device.dispose();
    output.textContent = JSON.stringify([...means]);
  } catch (error) {
    output.textContent = String(error);
  }
  document.body.append(output);
}

void show();
