import * as facegpu from '@facegpu/pipeline';
import { show } from './show.js';

void show(facegpu, new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }));
