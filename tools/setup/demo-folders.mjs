import path from 'node:path';
import { demoPage } from '../build/demo-page.mjs';
import { root } from '../build/packages.mjs';
import { faceApi } from './prepare.mjs';

/** What the demo page's server has, by its paths. */
export function demoFolders() {
  return {
    '/': demoPage,
    '/models/': path.join(root, 'packages/models'),
    '/samples/': faceApi('demo'),
  };
}
