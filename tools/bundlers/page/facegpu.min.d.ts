export * from '@facegpu/pipeline';
