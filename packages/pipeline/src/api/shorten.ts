/** Names of files and addresses are shorter than this many characters; pictures in base64 aren't. */
const longestName = 300;

/** Whether a text is too long for a name: it may be a whole picture. */
export function isTooLong(text: string): boolean {
  return text.length > longestName;
}

/** A text for an error, which repeats no picture: what is too long for a name is cut in the middle. */
export function shorten(text: string): string {
  if (!isTooLong(text)) return text;
  return `${text.slice(0, 60)}…${text.slice(-30)} (${text.length} characters)`;
}

/** What helps where a text leads to no file. */
export function fixText(text: string, fix: string): string {
  if (!isTooLong(text) || text.startsWith('data:')) return fix;
  return 'A text is taken for an address. A picture in base64 is one with "data:image/jpeg;base64," before it; or give its bytes.';
}
