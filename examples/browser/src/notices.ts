import { byId, make } from './dom.ts';
import { ended, explain, sentence } from './page-error.ts';

/** How long messages stay, in milliseconds: what has been done, what can be undone, what went wrong. */
const stays = { done: 6000, offer: 12_000, error: 20_000 };

/** Messages beside the picture. They go by themselves, though not while somebody points at them or is in them. */
export class Notices {
  readonly #list = byId('notices', HTMLElement);
  readonly #status = byId('status', HTMLElement);

  /** Shows what went wrong and what to do about it. */
  error(error: unknown, about?: string): void {
    const { message, fix } = explain(error);
    const text = about ? ended(`${about}: ${message}`) : sentence(message);
    const content = make('p', {}, make('b', { textContent: text }), ' ', fix);
    this.#add({ role: 'alert', stay: stays.error }, content);
  }

  /** Shows something that can be undone. */
  offer(text: string, action: string, onAccept: () => void): void {
    const button = make('button', { type: 'button', textContent: action });
    const message = make('p', { textContent: text });
    const card = this.#add({ role: 'status', stay: stays.offer }, message, button);
    button.addEventListener('click', () => {
      card.remove();
      onAccept();
    });
  }

  /** Shows that something has been done, for a while. */
  done(text: string): void {
    this.announce(text);
    this.#add({ stay: stays.done }, make('p', { textContent: text }));
  }

  /** Says a result to those who don't see it. */
  announce(text: string): void {
    this.#status.textContent = text;
  }

  #add(
    { role, stay }: { readonly role?: string; readonly stay: number },
    ...content: Node[]
  ): HTMLElement {
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
    leaveAfter(card, stay);
    return card;
  }
}

/** Takes a card away once it was there for so long, and nobody is at it or away from the page. */
function leaveAfter(card: HTMLElement, stay: number): void {
  setTimeout(() => {
    if (card.matches(':hover, :focus-within') || document.hidden) leaveAfter(card, stay / 2);
    else card.remove();
  }, stay);
}
