import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modelFolder } from '../testing/weights.ts';
import { main } from './main.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facegpu-convert-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the command with `--out` in the test's folder. */
async function run(...args: string[]) {
  const [stdout, stderr] = [new Text(), new Text()];
  const status = await main([...args, '--out', join(folder, 'out')], { stdout, stderr });
  return { status, stdout: stdout.text, stderr: stderr.text };
}

class Text extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

describe('facegpu-convert', () => {
  it('writes a model and an index that describes it', async () => {
    const { status, stdout, stderr } = await run('landmarks-68-tiny', '--from', modelFolder);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: '[1/1] converting landmarks-68-tiny\n',
    });
    expect(stdout).toContain('landmarks-68-tiny (landmarker)');
    expect(stdout).toContain('input       image [batch, 112, 112, 3]');
    expect(stdout).toContain('outputs     points [batch, 136]');

    const [entry, ...others] = JSON.parse(await readOutput('models.json'));
    expect(others).toEqual([]);
    const file = await readFile(join(folder, 'out', entry.file));
    expect(entry).toMatchObject({
      name: 'landmarks-68-tiny',
      task: 'landmarker',
      file: 'landmarks-68-tiny.safetensors',
      bytes: file.byteLength,
      sha256: createHash('sha256').update(file).digest('hex'),
      licence: expect.stringMatching(/^MIT \(/),
    });
  });

  it('adds to an index, and replaces files only when told', async () => {
    await run('expression', '--from', modelFolder);
    await run('landmarks-68-tiny', '--from', modelFolder);
    const index = JSON.parse(await readOutput('models.json')) as { name: string }[];
    expect(index.map(({ name }) => name)).toEqual(['landmarks-68-tiny', 'expression']);

    const again = await run('expression', '--from', modelFolder);
    expect(again).toMatchObject({ status: 1, stdout: '' });
    expect(again.stderr).toMatch(/bad-argument.*expression\.safetensors exists already/);
    expect(await run('expression', '--from', modelFolder, '--force')).toMatchObject({ status: 0 });
  });

  it('says which shard is missing or truncated, and writes nothing', async () => {
    const shard = join(folder, 'face_expression_model.bin');
    await cp(
      join(modelFolder, 'face_expression_model-weights_manifest.json'),
      join(folder, 'face_expression_model-weights_manifest.json'),
    );
    const missing = await run('expression', '--from', folder);
    expect(missing).toMatchObject({ status: 1, stdout: '' });
    expect(missing.stderr).toMatch(/file-unreadable.*face_expression_model\.bin can't be read/);

    await writeFile(shard, new Uint8Array(1000));
    const truncated = await run('expression', '--from', folder);
    expect(truncated.stderr).toMatch(
      /bad-model.*face_expression_model\.bin \(1000 bytes\): truncated/,
    );
    expect(await readdir(folder)).not.toContain('out');
  });

  it('warns of a tensor that nothing reads', async () => {
    const name = 'face_expression_model';
    const text = await readFile(join(modelFolder, `${name}-weights_manifest.json`), 'utf8');
    const extra = {
      paths: ['extra.bin'],
      weights: [{ name: 'spare', shape: [2], dtype: 'float32' }],
    };
    await writeFile(
      join(folder, `${name}-weights_manifest.json`),
      JSON.stringify([...JSON.parse(text), extra]),
    );
    await cp(join(modelFolder, `${name}.bin`), join(folder, `${name}.bin`));
    await writeFile(join(folder, 'extra.bin'), new Uint8Array(8));
    const { status, stderr } = await run('expression', '--from', folder);
    expect(status).toBe(0);
    expect(stderr).toContain('warning: expression: nothing reads "spare"');
  });

  it('says where it can’t write, or what it would have to add to', async () => {
    await writeFile(join(folder, 'out'), 'a file, no folder');
    const unwritable = await run('expression', '--from', modelFolder);
    expect(unwritable).toMatchObject({ status: 1, stdout: '' });
    expect(unwritable.stderr).toMatch(/file-unwritable.*the models can't be written[\s\S]*--out/);

    await rm(join(folder, 'out'));
    await mkdir(join(folder, 'out'));
    for (const text of ['{', 'null', '[{}]', '{"name":"expression"}']) {
      await writeFile(join(folder, 'out/models.json'), text);
      const { status, stderr } = await run('expression', '--from', modelFolder);
      expect(status).toBe(1);
      expect(stderr).toMatch(/bad-model.*models\.json is not a list of models[\s\S]*Delete it/);
    }
    expect(await readdir(join(folder, 'out'))).toEqual(['models.json']);
  });

  it('knows its models', async () => {
    const { status, stderr } = await run('face', '--from', modelFolder);
    expect(status).toBe(1);
    expect(stderr).toMatch(/there is no model "face"[\s\S]*Choose from ssd-mobilenet-v1, /);
  });

  it('explains itself', async () => {
    const { status, stdout } = await run('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('Usage: facegpu-convert [options] [models...]');
    expect(stdout).toContain('$ facegpu-convert landmarks-68 --from model --out models --verify');
    expect(await run('--verify')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("required option '--from <folder>' not specified"),
    });
  });
});

function readOutput(file: string): Promise<string> {
  return readFile(join(folder, 'out', file), 'utf8');
}
