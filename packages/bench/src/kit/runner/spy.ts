type Method = (...args: unknown[]) => unknown;

const spies = new Set<() => void>();

/** Watches a method, as vitest's `vi.spyOn` does; it goes on as before unless told otherwise. */
function spyOn<T extends object>(owner: T, name: keyof T & string) {
  const own = Object.hasOwn(owner, name);
  const original = owner[name] as Method;
  const calls: unknown[][] = [];
  let implementation = original;
  const spy = function (this: unknown, ...args: unknown[]) {
    calls.push(args);
    return implementation.apply(this, args);
  };
  const mockRestore = () => {
    if (own) Object.assign(owner, { [name]: original });
    else Reflect.deleteProperty(owner, name);
    spies.delete(mockRestore);
  };
  const mockImplementation = (replacement: Method) => {
    implementation = replacement;
    return spy;
  };
  spies.add(mockRestore);
  Object.defineProperty(owner, name, { value: spy, configurable: true, writable: true });
  return Object.assign(spy, { mock: { calls }, mockImplementation, mockRestore });
}

export const vi = {
  spyOn,
  restoreAllMocks(): void {
    for (const restore of [...spies]) restore();
  },
};
