/**
 * The only place where kernel tests meet their test runner: a bundle for another runner replaces
 * this file alone.
 */
export { afterAll, beforeAll, describe, expect, it } from 'vitest';
