import '@facegpu/pipeline/worker';
