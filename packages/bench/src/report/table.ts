import Table from 'cli-table3';
import { milliseconds, times } from './format.ts';
import { ours, peersOf, type Result } from './result.ts';

/** A table for the terminal: how many times faster ours is than each peer. */
export function toTable(results: readonly Result[]): string {
  const peers = peersOf(results);
  const head = ['work', ours, ...peers];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const result of results) {
    const cells = peers.map((peer) => peerCell(result, peer));
    table.push([result.name, milliseconds(result.ours_ms), ...cells]);
  }
  return table.toString();
}

/** A peer's time, and how many times ours that is; empty where it doesn't take part. */
export function peerCell({ ours_ms, peers }: Result, peer: string): string {
  const time = peers[peer];
  return time === undefined ? '' : `${milliseconds(time)} (${times(time / ours_ms)})`;
}
