/** A font as the path of a file beside the bundle; the build copies it there. */
declare module '*.ttf' {
  const path: string;
  export default path;
}
