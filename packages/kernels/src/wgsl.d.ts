/** A WGSL file as a string; bundlers load it through the plugin in tools/build. */
declare module '*.wgsl' {
  const source: string;
  export default source;
}
