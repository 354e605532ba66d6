/** The text of a file; loaded through the plugins in tools/build. */
declare module '*?raw' {
  const text: string;
  export default text;
}

/** A module and all that it imports, as one classic script for browsers. */
declare module '*?script' {
  const source: string;
  export default source;
}
