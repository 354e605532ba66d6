import { byId, make } from './dom.ts';
import { ended, explain, sentence } from './page-error.ts';

/** Messages that stay until they are closed. */
export class Notices {
  readonly #list = byId('notices', HTMLElement);
  readonly #status = byId('status', HTMLElement);

  /** Shows what went wrong and what to do about it. */
  error(error: unknown, about?: string): void {
    const { message, fix } = explain(error);
    const text = about ? ended(`${about}: ${message}`) : sentence(message);
    this.#add('alert', make('p', {}, make('b', { textContent: text }), ' ', fix));
  }

  /** Shows something that can be undone. */
  offer(text: string, action: string, onAccept: () => void): void {
    const button = make('button', { type: 'button', textContent: action });
    const card = this.#add('status', make('p', { textContent: text }), button);
    button.addEventListener('click', () => {
      card.remove();
      onAccept();
    });
  }

  /** Shows that something has been done, for a while. */
  done(text: string): void {
    this.announce(text);
    const card = this.#add('', make('p', { textContent: text }));
    setTimeout(() => card.remove(), 6000);
  }

  /** Says a result to those who don't see it. */
  announce(text: string): void {
    this.#status.textContent = text;
  }

  #add(role: string, ...content: Node[]): HTMLElement {
    const close = make('button', {
      type: 'button',
      className: 'quiet',
      textContent: '×',
      ariaLabel: 'Close message',
    });
    const card = make('div', { className: 'notice' }, ...content, close);
    if (role) card.role = role;
    close.addEventListener('click', () => card.remove());
    // The same message twice says no more than once.
    for (const other of this.#list.children) {
      if (other.textContent === card.textContent) other.remove();
    }
    this.#list.append(card);
    return card;
  }
}
