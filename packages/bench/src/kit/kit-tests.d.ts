/** Made by the bundler: the tests of kernels and runtime. */
declare module '#kit-tests' {
  export const testFiles: import('./run-tests.ts').TestFiles;
}
