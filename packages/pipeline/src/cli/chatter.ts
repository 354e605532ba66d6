/** How each line begins that {@link isChatter} knows. */
const beginnings = ['Warning: maxDynamic', 'WARNING: '];

/** Longest line that can be chatter, in bytes. */
const longest = 300;

/** Lines that native code writes on every run of a healthy machine, and that ask nothing of anybody. */
const chatter = [
  // Dawn's limits, where a driver's are higher (its src/dawn/native/Limits.cpp).
  /^Warning: maxDynamic(Uniform|Storage)BuffersPerPipelineLayout artificially reduced from \d+ to \d+ to fit dynamic offset allocation limit\.$/,
  // Drivers of Mesa that haven't gone through the tests of Khronos: lavapipe, radv, dzn (its src/vulkan/util/vk_util.c).
  /^WARNING: .+ is not a conformant vulkan implementation, testing use only\.$/i,
];

function isChatter(line: string): boolean {
  return line.length <= longest && chatter.some((known) => known.test(line.replace(/\r$/, '')));
}

/**
 * Leaves out of a stream the whole lines that are known to be chatter. All else passes at once, byte by byte: also
 * a line that isn't whole yet, unless it begins as chatter does.
 */
export class ChatterFilter {
  /** What there is of the last line, if it may become chatter. */
  #held = '';
  /** Whether a part of the last line has passed. */
  #midLine = false;

  /** What of a chunk is to be passed on. */
  take(chunk: Uint8Array): Uint8Array {
    // A character is a byte, whatever the encoding.
    const text = this.#held + Buffer.from(chunk).toString('latin1');
    const lines = text.split('\n');
    const last = lines.pop() ?? '';
    let passed = '';
    for (const line of lines) {
      if (this.#midLine || !isChatter(line)) passed += `${line}\n`;
      this.#midLine = false;
    }
    if (!this.#midLine && mayBecomeChatter(last)) this.#held = last;
    else {
      this.#held = '';
      passed += last;
      this.#midLine ||= last !== '';
    }
    return Buffer.from(passed, 'latin1');
  }

  /** What is to be passed on when the stream has ended. */
  end(): Uint8Array {
    const held = this.#held;
    this.#held = '';
    return Buffer.from(isChatter(held) ? '' : held, 'latin1');
  }
}

function mayBecomeChatter(text: string): boolean {
  if (text === '' || text.length > longest) return false;
  return beginnings.some((known) => known.startsWith(text) || text.startsWith(known));
}
