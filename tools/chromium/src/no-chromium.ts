/** Chromium isn't there, or has no WebGPU; the message says what to do about it. */
export class NoChromium extends Error {}
