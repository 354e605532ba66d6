import style from './style.css?raw';

/** What is put into a page, so that it needs nothing besides. */
export interface PageParts {
  /** What it shows: anything that JSON can hold. */
  readonly data: unknown;
  /** What it does: a classic script. */
  readonly script: string;
}

/**
 * A page that carries everything within itself: in its text, `<!--style-->` stands for what all pages look like,
 * `<!--data-->` for the element `#data` with its data, and `<!--script-->` for its script.
 */
export function fillPage(html: string, { data, script }: PageParts): string {
  // No script element may take a part of a text for its end.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  const parts = new Map([
    ['style', `<style>${style}</style>`],
    ['data', `<script id="data" type="application/json">${json}</script>`],
    ['script', `<script>${script}</script>`],
  ]);
  return html.replace(/<!--(\w+)-->/g, (_, name: string) => parts.get(name) ?? '');
}
