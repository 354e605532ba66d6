/** `@facegpu/pipeline/alignments`: what the option `alignment` needs in a page: seeing faces from the front. */
export { type Alignments, alignments } from './align/alignments.ts';
