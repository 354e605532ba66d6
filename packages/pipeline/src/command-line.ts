/** For packages whose commands join `facegpu`: how files and photos are gone through, kept and reported. Node alone. */
export {
  attemptEachFile,
  type Outcome,
  replaceFile,
  requireWritable,
  writing,
} from './cli/files.ts';
export { LineCache, type LineFormat } from './cli/line-cache.ts';
export {
  detectorOption,
  jsonOption,
  minScoreOption,
  modelsOf,
  numberBetween,
  recognizerOption,
  serveOption,
  uprightOption,
  wholeBetween,
} from './cli/options.ts';
export { note, printJson, printText } from './cli/report.ts';
export { parseRows } from './evaluate/csv.ts';
export type { MarkedFace } from './evaluate/detection-metrics.ts';
export { readMarkedBoxes } from './evaluate/marked-boxes.ts';
export { readMarkedLandmarks } from './evaluate/marked-landmarks.ts';
export { type PairList, readCsvPairs, readLfwPairs } from './evaluate/pairs.ts';
export { readPhotoFile } from './evaluate/read-file.ts';
export { escapeHtml } from './evaluate/report/escape-html.ts';
export { plotAxis, plotFrame, plotSvg } from './evaluate/report/plot-svg.ts';
export { readModel } from './models/read-model.ts';
export { fillPage, type PageParts } from './page/fill-page.ts';
export { Pictures } from './page/pictures.ts';
export { type PageToServe, type ServedPage, servePage } from './page/serve-page.ts';
export { loadSharp } from './platform/sharp.ts';
export { looksVersion } from './program/further-looks.ts';
