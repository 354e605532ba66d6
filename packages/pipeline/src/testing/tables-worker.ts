import { allDecoders, allOperators, servePipelines } from '../serve.ts';

// A worker of a page's own, for models that use more than the default ones.
servePipelines({ operators: allOperators, decoders: allDecoders });
