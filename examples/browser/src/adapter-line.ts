import type { PipelineInfo } from '@facegpu/pipeline';
import { byId, make } from './dom.ts';

/** Says what the page computes on, and offers the other detector. */
export function showAdapter({ adapter, software, detector }: PipelineInfo): void {
  const speed = software ? ', which has no graphics processor and is slow' : '';
  const other =
    detector === 'ssd'
      ? make('a', { href: '?detector=tiny', textContent: 'Use the faster detector' })
      : make('a', { href: '?', textContent: 'Use the detector that finds more' });
  byId('adapter', HTMLElement).replaceChildren(`Runs on ${adapter.name}${speed}. `, other, '.');
}
