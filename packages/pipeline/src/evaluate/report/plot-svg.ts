import type { Spec } from 'vega';
import { escapeHtml } from './escape-html.ts';

/** What all plots of pages have in common, but for their size. */
export const plotFrame = {
  autosize: { type: 'fit', contains: 'padding' },
  padding: 6,
  background: 'transparent',
} as const;

/** Axes in the colours of the page that a plot stands in: `--soft`, `--line`. */
export const plotAxis = {
  labelFontSize: 11,
  titleFontSize: 12,
  titleFontWeight: 'normal',
  labelColor: 'var(--soft)',
  titleColor: 'var(--soft)',
  domainColor: 'var(--line)',
  tickColor: 'var(--line)',
  gridColor: 'var(--line)',
} as const;

/**
 * A plot as SVG that a page takes up as it is.
 *
 * @param title what a screen reader says that it is
 */
export async function plotSvg(spec: Spec, title: string): Promise<string> {
  const { parse, View } = await import('vega');
  const svg = await new View(parse(spec), { renderer: 'none' }).toSVG();
  // Without a size of its own, a narrow page shrinks it.
  return svg
    .replace('<svg ', `<svg role="img" aria-label="${escapeHtml(title)}" `)
    .replace(/ width="\d+" height="\d+"/, '');
}
