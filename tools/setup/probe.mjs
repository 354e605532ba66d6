// Prints the adapter that WebGPU finds, as JSON; nothing where there is none.
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(path.join(process.cwd(), 'package.json'));
const { create } = await import(pathToFileURL(require.resolve('webgpu')).href);
const gpu = create([]);
const adapter = await gpu.requestAdapter();
if (adapter) {
  const { description, vendor, architecture, isFallbackAdapter } = adapter.info;
  const name = description || `${vendor} ${architecture}`;
  process.stdout.write(JSON.stringify({ name, software: Boolean(isFallbackAdapter) }));
}
