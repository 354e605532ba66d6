/** The few searches that were used last, by what they were made for; others are disposed of. */
export class Recent<T extends { readonly search: { dispose(): void } }> {
  readonly #most: number;
  /** What was used last comes last. */
  readonly #kept = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  async get(name: string, create: () => Promise<T>): Promise<T> {
    const found = this.#kept.get(name) ?? (await create());
    this.#kept.delete(name);
    this.#kept.set(name, found);
    for (const [oldest, { search }] of this.#kept) {
      if (this.#kept.size <= this.#most) break;
      search.dispose();
      this.#kept.delete(oldest);
    }
    return found;
  }

  clear(): void {
    for (const { search } of this.#kept.values()) search.dispose();
    this.#kept.clear();
  }
}
