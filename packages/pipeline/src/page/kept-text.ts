/** What a page needs to send to the server that it came from. */
export interface PageServer {
  readonly token: string;
  /** Where the server saves. */
  readonly file: string;
}

/**
 * A text that a page keeps: in the browser, always, and where the page was served, in its server's file. Pages of files
 * may have no storage; then it is kept until the page is closed.
 */
export class KeptText {
  readonly #place: string;
  readonly #server: PageServer | undefined;
  readonly #say: (state: string) => void;
  /** One after the other, so that an older text doesn't come last. */
  #saving: Promise<void> = Promise.resolve();

  /**
   * @param place names it among what the browser stores
   * @param say hears what became of saving
   */
  constructor(place: string, server: PageServer | undefined, say: (state: string) => void) {
    this.#place = place;
    this.#server = server;
    this.#say = say;
  }

  /** What an earlier visit kept in this browser. */
  stored(): string | undefined {
    try {
      return localStorage.getItem(this.#place) ?? undefined;
    } catch {
      return undefined;
    }
  }

  save(text: string): void {
    try {
      localStorage.setItem(this.#place, text);
      this.#say('kept in this browser');
    } catch {
      this.#say('kept only until the page is closed: save decisions');
    }
    const server = this.#server;
    if (!server) return;
    this.#saving = this.#saving.then(async () => {
      try {
        const headers = { 'content-type': 'application/json', 'x-facegpu-token': server.token };
        const answer = await fetch('decisions', { method: 'PUT', headers, body: text });
        this.#say(answer.ok ? `saved in ${server.file}` : `not saved: ${await answer.text()}`);
      } catch {
        this.#say('not saved: the server is gone. Save decisions by the button.');
      }
    });
  }
}

/** Gives a text away as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  Object.assign(link, { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
