export default {
  // Packages with binaries, and what loads them, as they are installed.
  serverExternalPackages: ['webgpu', 'sharp', '@facegpu/pipeline', '@facegpu/models'],
};
