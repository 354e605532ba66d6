/** Something that went wrong in the page itself, and what the person in front of it can do. */
export class PageError extends Error {
  override readonly name = 'PageError';
  readonly fix: string;

  constructor(message: string, fix: string, options?: ErrorOptions) {
    super(message, options);
    this.fix = fix;
  }
}

/** What is shown of any error: a sentence that says what was wrong, and one that says what to do. */
export function explain(error: unknown): { message: string; fix: string } {
  if (!(error instanceof Error)) return { message: String(error), fix: '' };
  const fix = 'fix' in error && typeof error.fix === 'string' ? error.fix : '';
  return { message: error.message, fix };
}

/** What a library says, as a sentence of the page. */
export function sentence(message: string): string {
  return ended(message.charAt(0).toUpperCase() + message.slice(1));
}

export function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
