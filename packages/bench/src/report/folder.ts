import type { AdapterInfo } from '@facegpu/kernels';

export interface Occasion {
  readonly date: Date;
  readonly adapter: Pick<AdapterInfo, 'name' | 'device'>;
  /** What ran the works, unless it was Node. */
  readonly host?: string;
  /** Not all works were timed, or not for long. */
  readonly partial?: boolean;
}

/** What a report's folder is called: `2026-11-24-llvmpipe`, `2026-11-24-chromium-google-swiftshader`. */
export function folderName({ date, adapter, host, partial = false }: Occasion): string {
  const parts = [date.toISOString().slice(0, 10), host, adapterSlug(adapter), partial && 'part'];
  return parts.filter(Boolean).join('-');
}

/** A few plain words that tell an adapter from others. */
function adapterSlug({ name, device }: Occasion['adapter']): string {
  const words = (device || name)
    .toLowerCase()
    .replace(/\((r|tm)\)/g, ' ')
    .replace(/[:(,].*/, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && word !== 'r' && word !== 'tm');
  const compiler = words.indexOf('llvm');
  return (compiler > 0 ? words.slice(0, compiler) : words).slice(0, 4).join('-') || 'adapter';
}
