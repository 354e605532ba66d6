/**
 * `@facegpu/pipeline/page`: what the scripts of pages have in common that commands write. They run in a browser.
 */
export { byId, element } from './page/elements.ts';
export { download, KeptText, type PageServer } from './page/kept-text.ts';
export type { PictureNumber } from './page/pictures.ts';
