import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';

/**
 * Types of the platform that declarations use, as `platform-types.d.ts` of a package has them: each is the compiler's
 * own where that knows it, from its DOM library, from `@types/node` or from `@webgpu/types`. A project without any of
 * these compiles all the same: what WebGPU has is `any` there, and what photos may be besides is `never`.
 *
 * @type {Readonly<Record<string, string>>}
 */
const platformTypes = {
  ...Object.fromEntries(
    [
      'GPUAdapter',
      'GPUAdapterInfo',
      'GPUBindGroupLayout',
      'GPUBuffer',
      'GPUCommandEncoder',
      'GPUComputePassEncoder',
      'GPUComputePipeline',
      'GPUDevice',
      'GPUDeviceLostInfo',
      'GPUSupportedLimits',
    ].map((name) => [name, `Known<'${name}', any>`]),
  ),
  ...Object.fromEntries(
    [
      'AbortSignal',
      'Blob',
      'CanvasRenderingContext2D',
      'Event',
      'File',
      'HTMLImageElement',
      'HTMLVideoElement',
      'ImageBitmap',
      'ImageData',
      'OffscreenCanvas',
      'OffscreenCanvasRenderingContext2D',
      'URL',
      'VideoFrame',
      'Worker',
    ].map((name) => [name, `Known<'${name}', never>`]),
  ),
  // There is no value of these names to ask for.
  GPUBindGroupLayoutEntry: 'any',
  GPUComputePassDescriptor: 'any',
  GPUFeatureName: 'string',
  ImageBitmapSource: [
    'Blob',
    'HTMLCanvasElement',
    'HTMLImageElement',
    'HTMLVideoElement',
    'ImageBitmap',
    'ImageData',
    'OffscreenCanvas',
    'SVGImageElement',
    'VideoFrame',
  ]
    .map((name) => `Known<'${name}', never>`)
    .join(' | '),
  Transferable: 'object',
};

/** What every such file begins with: `Known`, and what `await using` needs. */
const opening = `declare global {
  interface SymbolConstructor {
    readonly asyncDispose: unique symbol;
  }
}

type Known<Name extends string, Otherwise> = typeof globalThis extends {
  readonly [Key in Name]: { readonly prototype: infer Type };
}
  ? Type
  : Otherwise;
`;

/**
 * Has the declarations of a package compile with whatever library and whatever TypeScript from 5.4 a project has, and
 * leaves out those that no entry leads to.
 *
 * @param {string} folder where the declarations are
 * @param {readonly string[]} entries relative to it
 */
export async function adaptDeclarations(folder, entries) {
  /** @type {Map<string, ts.SourceFile>} */
  const reached = new Map();
  const reach = async (/** @type {string} */ file) => {
    if (reached.has(file)) return;
    const source = ts.createSourceFile(
      file,
      await readFile(file, 'utf8'),
      ts.ScriptTarget.ES2022,
      true,
    );
    reached.set(file, source);
    for (const name of importsOf(source)) {
      if (name.startsWith('.')) {
        await reach(path.resolve(path.dirname(file), name.replace(/\.ts$/, '.d.ts')));
      }
    }
  };
  for (const entry of entries) await reach(path.join(folder, entry));
  await removeOthers(folder, new Set(reached.keys()));
  /** @type {Set<string>} */
  const used = new Set();
  let isUsed = false;
  const types = path.join(folder, 'platform-types.d.ts');
  for (const [file, source] of reached) {
    const { text, names } = adapt(source);
    for (const name of names) used.add(name);
    const from = path.relative(path.dirname(file), types).replaceAll(path.sep, '/');
    const address = `${from.startsWith('.') ? '' : './'}${from.replace(/\.d\.ts$/, '.ts')}`;
    const first = names.length > 0 ? `{ ${names.join(', ')} } from ` : '';
    const isNeeded = names.length > 0 || text.includes('Symbol.asyncDispose');
    const line = `import ${first ? `type ${first}` : ''}'${address}';\n`;
    await writeFile(file, isNeeded ? line + text : text);
    isUsed ||= isNeeded;
  }
  if (!isUsed) return;
  const lines = [...used].sort().map((name) => `export type ${name} = ${platformTypes[name]};\n`);
  await writeFile(types, `${opening}\n${lines.join('')}export {};\n`);
}

/**
 * A declaration file without types that older compilers have no parameters for, and the names that it takes from the
 * platform.
 *
 * @param {ts.SourceFile} source
 * @returns {{ text: string, names: string[] }}
 */
function adapt(source) {
  /** @type {Set<string>} */
  const names = new Set();
  /** @type {{ start: number, end: number, text: string }[]} */
  const edits = [];
  const declared = declaredIn(source);
  const visit = (/** @type {ts.Node} */ node) => {
    const name = typeNameOf(node);
    if (name !== undefined && !declared.has(name)) {
      if (Object.hasOwn(platformTypes, name)) names.add(name);
      const text = /** @type {ts.TypeReferenceNode} */ (node).typeArguments && withoutBuffer(name);
      if (text) edits.push({ start: node.getStart(), end: node.getEnd(), text });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  let text = source.text;
  for (const edit of edits.reverse()) {
    text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  }
  return { text, names: [...names].sort() };
}

/**
 * How a view of an ArrayBuffer is written where views have no parameter, as before TypeScript 5.7; it means the same
 * where they have.
 *
 * @param {string} name of a type that has parameters
 */
function withoutBuffer(name) {
  if (name === 'ArrayBufferView') return '(ArrayBufferView & { readonly buffer: ArrayBuffer })';
  return /^(Big)?(Ui|I|F)\w*Array$/.test(name) ? `ReturnType<${name}['slice']>` : undefined;
}

/**
 * @param {ts.Node} node
 * @returns {string | undefined} of a reference to a type
 */
function typeNameOf(node) {
  if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) return node.typeName.text;
  if (ts.isExpressionWithTypeArguments(node) && ts.isIdentifier(node.expression)) {
    return node.expression.text;
  }
  return undefined;
}

/**
 * The names that a file imports or declares itself.
 *
 * @param {ts.SourceFile} source
 */
function declaredIn(source) {
  /** @type {Set<string>} */
  const names = new Set();
  const visit = (/** @type {ts.Node} */ node) => {
    const { name } = /** @type {{ name?: ts.Node }} */ (/** @type {unknown} */ (node));
    const declares =
      ts.isImportSpecifier(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isTypeParameterDeclaration(node);
    if (declares && name && ts.isIdentifier(name)) names.add(name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/**
 * The modules that a declaration file leads to.
 *
 * @param {ts.SourceFile} source
 */
function importsOf(source) {
  /** @type {string[]} */
  const found = [];
  const visit = (/** @type {ts.Node} */ node) => {
    const at =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
          ? node.argument.literal
          : undefined;
    if (at && ts.isStringLiteral(at)) found.push(at.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * @param {string} folder
 * @param {ReadonlySet<string>} kept
 */
async function removeOthers(folder, kept) {
  for (const file of ts.sys.readDirectory(folder, ['.d.ts'])) {
    if (!kept.has(path.resolve(file))) await rm(file);
  }
}
