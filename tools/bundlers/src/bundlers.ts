import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as esbuild from 'esbuild';
import * as vite from 'vite';
import webpack from 'webpack';

/** What a bundler had to say about the page in a folder, besides writing it to `dist` there. */
export type Bundler = (folder: string) => Promise<readonly string[]>;

/** Each with its own defaults: no plugin, no alias, no polyfill. */
export const bundlers: Readonly<Record<string, Bundler>> = {
  async Vite(folder) {
    const warnings: string[] = [];
    const warn = (message: string) => {
      warnings.push(message);
    };
    const customLogger = { ...vite.createLogger('silent'), warn, warnOnce: warn };
    await vite.build({ root: folder, configFile: false, logLevel: 'warn', customLogger });
    return warnings;
  },

  async webpack(folder) {
    const compiler = webpack({ mode: 'production', context: folder, entry: './main.js' });
    compiler.outputPath = path.join(folder, 'dist');
    const stats = await new Promise<webpack.Stats>((resolve, reject) => {
      compiler.run((error, done) => (done ? resolve(done) : reject(error)));
    });
    await new Promise((resolve) => compiler.close(resolve));
    const { errors = [], warnings = [] } = stats.toJson({ errors: true, warnings: true });
    await writePage(folder, '<script defer src="main.js"></script>');
    return [...errors, ...warnings].map(({ message }) => message);
  },

  async esbuild(folder) {
    const { warnings } = await esbuild.build({
      absWorkingDir: folder,
      // The worker's script is an entry of its own, where there is one.
      entryPoints: (await readdir(folder)).filter((file) => /^(main|worker)\.js$/.test(file)),
      bundle: true,
      minify: true,
      format: 'esm',
      outdir: 'dist',
      logLevel: 'silent',
    });
    await writePage(folder, '<script type="module" src="main.js"></script>');
    return warnings.map(({ text }) => text);
  },
};

/** The page with another script, for bundlers that leave it alone. */
async function writePage(folder: string, script: string): Promise<void> {
  const page = await readFile(path.join(folder, 'index.html'), 'utf8');
  await writeFile(
    path.join(folder, 'dist/index.html'),
    page.replace(/<script.*<\/script>/, () => script),
  );
}

/** The scripts that a bundler wrote. */
export async function readScripts(folder: string): Promise<string[]> {
  const dist = path.join(folder, 'dist');
  const files = await readdir(dist, { recursive: true });
  const scripts = files.filter((file) => file.endsWith('.js'));
  return Promise.all(scripts.map((file) => readFile(path.join(dist, file), 'utf8')));
}
