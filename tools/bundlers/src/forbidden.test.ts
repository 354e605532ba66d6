import { expect, it } from 'vitest';
import { forbiddenIn } from './forbidden.ts';

it.each([
  ['import{a}from"fs";', 1],
  ["import 'node:path'", 1],
  ['await import("node:fs/promises")', 1],
  ['const a=require(`path`)', 1],
  ['eval("1");new Function("return 1")', 2],
  ['new Worker(URL.createObjectURL(blob))', 1],
  ['import{a}from"./fs.js";evaluate("path");const shape={node:a}', 0],
])('%s has %i', (script, count) => {
  expect(forbiddenIn(script)).toHaveLength(count);
});
