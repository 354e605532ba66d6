import { describeConformance } from '../testing/conformance.ts';
import { MemoryStorage } from './memory.ts';

describeConformance({ name: 'memory', create: async () => new MemoryStorage() });
