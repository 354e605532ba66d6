/** Something that is made when it is first wanted, once; where that fails, it is tried again. */
export class Lazy<T> {
  #made: Promise<T> | undefined;

  get(make: () => Promise<T>): Promise<T> {
    if (!this.#made) {
      const made = make();
      this.#made = made;
      made.catch(() => {
        this.#made = undefined;
      });
    }
    return this.#made;
  }
}
