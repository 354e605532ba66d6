import * as facegpu from './facegpu.min.js';
import { show } from './show.js';

void show(facegpu, new URL('./facegpu.min.js', import.meta.url));
