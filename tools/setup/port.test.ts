import { expect, it } from 'vitest';
import { portOf } from './port.mjs';

it.each([
  [[], 8600],
  [['--port', '8080'], 8080],
  [['--port=0'], 0],
  [['--port', '65535'], 65_535],
])('%j is port %i', (args, port) => {
  expect(portOf(args, 'usage')).toBe(port);
});

it.each([
  [['--port', '65536']],
  [['--port', '80.5']],
  [['--port', '-1']],
  [['--port', 'http']],
  [['--port=']],
  [['--port']],
  [['--prot', '8080']],
  [['8080']],
])('%j says how to give it', (args) => {
  expect(() => portOf(args, 'usage')).toThrow('a number from 0 to 65535: usage');
});
