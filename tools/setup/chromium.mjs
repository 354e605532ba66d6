import { candidate, install, privilege, update } from './apt.mjs';
import { log, SetupError } from './log.mjs';
import { isDebian } from './os-release.mjs';

const byHand = 'Run as root: apt-get install chromium.';

/**
 * Where Chromium is, or why there is none and what to do about it.
 *
 * @typedef {{ path: string, missing: string }} Chromium
 */

/**
 * Looks for a Chromium; installs Debian's where there is none, and where it can.
 *
 * @param {{ debian?: boolean }} [machine] whether packages are Debian's here
 * @returns {Promise<Chromium>}
 */
export async function ensureChromium({ debian = isDebian() } = {}) {
  const found = await find();
  // Who says where it is wants no other.
  if (found.path || !debian || process.env.CHROMIUM_PATH) return found;
  try {
    await installChromium();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return { path: '', missing: error.message };
  }
  return find();
}

/** @returns {Promise<Chromium>} */
async function find() {
  // Set-up builds it.
  const { findChromium, NoChromium } = await import('@facegpu/chromium');
  try {
    return { path: findChromium(process.env), missing: '' };
  } catch (error) {
    if (!(error instanceof NoChromium)) throw error;
    return { path: '', missing: error.message };
  }
}

async function installChromium() {
  const none = 'there is no Chromium, and';
  const sudo = privilege({ ask: false });
  if (!sudo) {
    throw new SetupError(`${none} to install it takes root or a sudo without password. ${byHand}`);
  }
  /** @param {Error} error */
  const explain = (error) => {
    throw new SetupError(`${none} ${error.message} ${byHand}`);
  };
  log.step('there is no Chromium on this machine');
  await update(sudo).catch(explain);
  const version = candidate('chromium');
  if (!version || isSnap(version)) {
    throw new SetupError(
      `${none} apt has none that runs by itself: Ubuntu's is a snap. Install Google Chrome, or say with CHROMIUM_PATH where a Chromium is.`,
    );
  }
  log.step(`installing chromium ${version}, for what runs in a browser and on SwiftShader`);
  await install(sudo, ['chromium']).catch(explain);
}

/**
 * Whether a package of this version is Ubuntu's, which holds no more than a pointer to a snap.
 *
 * @param {string} version
 */
function isSnap(version) {
  return /snap|ubuntu/.test(version);
}
