import { Refusal } from '../refusal.ts';

/**
 * Waits for something, but not forever.
 *
 * @throws Refusal that names it, where it takes longer than these minutes
 */
export async function within<T>(minutes: number, what: string, task: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `${what} took longer than ${minutes} minutes in the browser`;
    timer = setTimeout(() => reject(new Refusal(message)), minutes * 60_000);
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    clearTimeout(timer);
  }
}
