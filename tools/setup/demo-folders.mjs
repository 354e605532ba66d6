import path from 'node:path';
import { demoPage } from '../build/demo-page.mjs';
import { root } from '../build/packages.mjs';
import { faceApi } from './prepare.mjs';

/** What the server of the demo pages has, by its paths. */
export function demoFolders() {
  return {
    '/': demoPage('browser'),
    '/train/': demoPage('train-in-browser'),
    '/models/': path.join(root, 'packages/models'),
    '/samples/': faceApi('demo'),
  };
}
