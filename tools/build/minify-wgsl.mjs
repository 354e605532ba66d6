/** The block that specialising a shader replaces, between its markers. */
const preludePattern = /(?<=\/\/ prelude\n)[\s\S]*?(?=\/\/ end prelude\n)/;

/** As a compiler reads them: the longest operator first. */
const tokenPattern =
  /0[xX][\da-fA-F]+[iu]?|(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?[fhiu]?|[A-Za-z_]\w*|<<=|>>=|->|&&|\|\||<<|>>|\+\+|--|[-+*/%&|^<>=!]=|\S/g;

const declarators = new Set(['alias', 'const', 'fn', 'let', 'struct', 'var']);

/**
 * @typedef {object} Word
 * @property {string} text
 * @property {boolean} named whether it is a name that some scope declares, perhaps that of the language
 * @property {boolean} declares
 * @property {boolean} outermost whether it stands outside all brackets
 */

/**
 * Shaders as short as they can be said: without comments, spaces, and the defaults between the markers of
 * the prelude, where specialising puts others. A shader's own names become single letters where those
 * are enough, and vectors and matrices go by their short names. The same name becomes the same letter in all shaders if it can, which keeps alike what is
 * alike. Names that others know stay: the bindings' and the prelude's, `main`, and members of structs.
 *
 * A name that a shader declares must mean the same throughout the shader: not a function of WGSL
 * somewhere else.
 *
 * @param {ReadonlyMap<string, string>} sources complete `.wgsl` files by whatever tells them apart
 * @returns {Map<string, string>}
 */
export function minifyShaders(sources) {
  const shaders = [...sources].map(([key, source]) => ({ key, ...read(shortenTypes(source)) }));
  const letters = assignLetters(shaders);
  return new Map(
    shaders.map(({ key, words, own }) => {
      const short = words.map((word) =>
        word.named && own.has(word.text) ? { ...word, text: letters.get(word.text) ?? '' } : word,
      );
      return [key, `// prelude\n// end prelude\n${join(short)}\n`];
    }),
  );
}

/**
 * Types by the aliases that WGSL declares: `vec4f` for `vec4<f32>`.
 *
 * @param {string} source
 */
export function shortenTypes(source) {
  return source.replaceAll(/\b(vec[234]|mat[234]x[234])<([fiu])32>/g, '$1$2');
}

/**
 * The tokens of a source, without its comments.
 *
 * @param {string} source
 * @returns {string[]}
 */
export function tokensOf(source) {
  return source.replace(/\/\/.*$/gm, '').match(tokenPattern) ?? [];
}

/**
 * A shader below its prelude, and the names of its own.
 *
 * @param {string} source
 */
function read(source) {
  const prelude = wordsOf(preludePattern.exec(source)?.[0] ?? '');
  const words = wordsOf(source.replace(preludePattern, ''));
  const own = new Set(words.filter(({ declares }) => declares).map(({ text }) => text));
  const known = prelude.filter(({ declares, outermost }) => declares && outermost);
  for (const { text } of known) own.delete(text);
  for (const [, binding] of source.matchAll(/@binding\(.*> (\w+):/g)) own.delete(binding);
  own.delete('main');
  return { words, own };
}

/**
 * @param {string} source
 * @returns {Word[]}
 */
function wordsOf(source) {
  const tokens = tokensOf(source);
  /** @type {string[]} */
  const brackets = [];
  return tokens.map((text, index) => {
    const [before, after] = [tokens[index - 1], tokens[index + 1]];
    if (/^[)}\]]$/.test(text)) brackets.pop();
    const [outermost, bracket] = [brackets.length === 0, brackets.at(-1)];
    if (/^[({[]$/.test(text)) brackets.push(tokens[index - 2] === 'struct' ? 'struct' : text);

    const isMember = before === '.' || (bracket === 'struct' && after === ':');
    const isAttribute = before === '@' || tokens[index - 2] === 'builtin';
    const named = /^[A-Za-z_]/.test(text) && !isMember && !isAttribute;
    // The types of parameters, and of `var<workgroup> tile`, say that a name is a new one.
    const hasType = after === ':' && (bracket === '(' || before === '>');
    const declares = named && (declarators.has(before) || hasType);
    return { text, named, declares, outermost };
  });
}

/**
 * A short name for each that shaders declare: different ones within a shader, and none that it has
 * from elsewhere, so that every name keeps its scope. The most frequent take first.
 *
 * @param {readonly { words: readonly Word[], own: ReadonlySet<string> }[]} shaders
 */
function assignLetters(shaders) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  const foreign = new Set();
  for (const { words, own } of shaders) {
    for (const { text, named } of words) {
      if (named && own.has(text)) counts.set(text, (counts.get(text) ?? 0) + 1);
      else foreign.add(text);
    }
  }
  /** @type {Map<string, string>} */
  const letters = new Map();
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  for (const [name] of ranked) {
    const beside = shaders.filter(({ own }) => own.has(name)).flatMap(({ own }) => [...own]);
    const used = new Set(beside.map((other) => letters.get(other)));
    for (const short of shortNames()) {
      if (foreign.has(short) || used.has(short)) continue;
      letters.set(name, short);
      break;
    }
  }
  return letters;
}

/** `a` to `Z`, then `a0` to `Z0` and so on: none is a word of the language. */
function* shortNames() {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  yield* letters;
  for (let number = 0; ; number++) {
    for (const letter of letters) yield `${letter}${number}`;
  }
}

/**
 * Joins words, with spaces where two would become one, and each declaration on a line of its own.
 *
 * @param {readonly Word[]} words
 */
function join(words) {
  let text = '';
  for (const [index, word] of words.entries()) {
    const before = words[index - 1];
    if (before?.outermost && /^[;}]$/.test(before.text)) text += '\n';
    else if (before && tokensOf(before.text + word.text)[0] !== before.text) text += ' ';
    text += word.text;
  }
  return text;
}
