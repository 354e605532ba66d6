import { builtinModules } from 'node:module';

const builtin = `(?:node:[\\w/]+|${builtinModules.join('|')})`;

/** What scripts of a page may not have, or a strict Content-Security-Policy would stop. */
const patterns: readonly RegExp[] = [
  new RegExp(`\\b(?:from|import|require)\\b *\\(? *["'\`]${builtin}["'\`]`, 'g'),
  /\beval *\(/g,
  /\bFunction *\(/g,
  /["'`]blob:|\bcreateObjectURL\b/g,
];

/** webpack's own way to the global object of browsers that don't call it `globalThis`. */
const fallback = 'new Function("return this")()';

/** The places in a script where it has what it may not have. */
export function forbiddenIn(script: string): string[] {
  const own = script.replaceAll(fallback, '');
  return patterns.flatMap((pattern) =>
    [...own.matchAll(pattern)].map(({ index }) => own.slice(Math.max(0, index - 40), index + 40)),
  );
}
