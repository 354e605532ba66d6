import { FaceGpuError } from '@facegpu/kernels';
import { type Codec, damagedRow } from './codec.ts';
import type { TableName } from './storage.ts';

/** A passphrase, or 32 random bytes. */
export type GalleryKey = string | Uint8Array;

/** How a gallery's keys are made of what its owner knows. Nothing of it is secret. */
export interface CipherSettings {
  /** Base64, 16 bytes. */
  readonly salt: string;
  /** Rounds of PBKDF2 with SHA-256; 0 where the owner has a key instead of a passphrase. */
  readonly rounds: number;
  /** Base64: something known, sealed, by which a wrong key is told. */
  readonly proof: string;
}

/** OWASP's advice of 2023 for PBKDF2 with SHA-256. */
const passphraseRounds = 600_000;
const ivBytes = 12;
const known = 'facegpu';

/**
 * Bodies under AES-GCM with 256 bits (NIST SP 800-38D), each with 96 random bits before it; texts that rows are
 * found by are replaced by their HMAC-SHA-256. Both keys are derived from the owner's by HKDF.
 */
export class SealedCodec implements Codec {
  readonly #where: string;
  readonly #cipher: CryptoKey;
  readonly #mac: CryptoKey;

  private constructor(where: string, cipher: CryptoKey, mac: CryptoKey) {
    this.#where = where;
    this.#cipher = cipher;
    this.#mac = mac;
  }

  /** For a new gallery. */
  static async create(
    where: string,
    key: GalleryKey,
  ): Promise<{ codec: SealedCodec; settings: CipherSettings }> {
    requireKey(key);
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const rounds = typeof key === 'string' ? passphraseRounds : 0;
    const codec = await SealedCodec.#derive(where, key, salt, rounds);
    const proof = await codec.seal('settings', new TextEncoder().encode(known));
    return { codec, settings: { salt: toBase64(salt), rounds, proof: toBase64(proof) } };
  }

  /** @throws FaceGpuError `wrong-key`, `bad-argument` */
  static async open(
    where: string,
    key: GalleryKey,
    { salt, rounds, proof }: CipherSettings,
  ): Promise<SealedCodec> {
    requireKey(key);
    const isPassphrase = typeof key === 'string';
    if (isPassphrase === rounds > 0) {
      const codec = await SealedCodec.#derive(where, key, fromBase64(salt), rounds);
      const isRight = await codec.open('settings', fromBase64(proof)).then(
        (text) => new TextDecoder().decode(text) === known,
        () => false,
      );
      if (isRight) return codec;
    }
    throw new FaceGpuError(
      'wrong-key',
      `${where} is encrypted with another key`,
      `Give the ${rounds > 0 ? 'passphrase' : 'key of 32 bytes'} that it was made with: nothing opens it without.`,
    );
  }

  static async #derive(
    where: string,
    key: GalleryKey,
    salt: Uint8Array<ArrayBuffer>,
    rounds: number,
  ): Promise<SealedCodec> {
    let secret: Uint8Array<ArrayBuffer>;
    if (typeof key === 'string') {
      const text = new TextEncoder().encode(key.normalize('NFC'));
      const base = await crypto.subtle.importKey('raw', text, 'PBKDF2', false, ['deriveBits']);
      const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
      secret = new Uint8Array(await crypto.subtle.deriveBits(how, base, 256));
    } else {
      secret = new Uint8Array(key);
    }
    const master = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
    const from = (use: string) => {
      return { name: 'HKDF', hash: 'SHA-256', salt, info: new TextEncoder().encode(use) };
    };
    const cipher = await crypto.subtle.deriveKey(
      from('facegpu bodies'),
      master,
      { name: 'AES-GCM', length: 256 },
      false,
      ['encrypt', 'decrypt'],
    );
    const mac = await crypto.subtle.deriveKey(
      from('facegpu keys'),
      master,
      { name: 'HMAC', hash: 'SHA-256', length: 256 },
      false,
      ['sign'],
    );
    return new SealedCodec(where, cipher, mac);
  }

  async seal(table: TableName, body: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
    const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
    const sealed = await crypto.subtle.encrypt(this.#how(iv, table), this.#cipher, owned(body));
    const whole = new Uint8Array(ivBytes + sealed.byteLength);
    whole.set(iv);
    whole.set(new Uint8Array(sealed), ivBytes);
    return whole;
  }

  async open(table: TableName, sealed: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
    const whole = owned(sealed);
    const how = this.#how(whole.subarray(0, ivBytes), table);
    try {
      return new Uint8Array(
        await crypto.subtle.decrypt(how, this.#cipher, whole.subarray(ivBytes)),
      );
    } catch (cause) {
      throw damagedRow(this.#where, table, cause);
    }
  }

  /** What the cipher doesn't vouch for may be anybody's. */
  salvage(): undefined {
    return undefined;
  }

  async keyOf(text: string): Promise<string> {
    const bytes = new TextEncoder().encode(text);
    return toBase64(new Uint8Array(await crypto.subtle.sign('HMAC', this.#mac, bytes)));
  }

  #how(iv: Uint8Array<ArrayBuffer>, table: TableName): AesGcmParams {
    return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(table) };
  }
}

/** @throws FaceGpuError `bad-argument` */
function requireKey(key: GalleryKey): void {
  const isRight = typeof key === 'string' ? key.length > 0 : key?.length === 32;
  if (isRight) return;
  throw new FaceGpuError(
    'bad-argument',
    'the key is neither a passphrase nor 32 bytes',
    'Give a text, or 32 random bytes: crypto.getRandomValues(new Uint8Array(32)).',
  );
}

/** The bytes in memory that nobody else shares. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? (bytes as Uint8Array<ArrayBuffer>)
    : new Uint8Array(bytes);
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
