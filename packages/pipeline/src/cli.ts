#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { mayChatter, relayedBy } from './cli/relayed.ts';

const args = process.argv.slice(2);
if (!relayedBy() && mayChatter(args)) {
  const { relay } = await import('./cli/relay.ts');
  await relay([fileURLToPath(import.meta.url), ...args]);
} else await import('./cli/main.ts');
