import { candidate, install, privilege, update } from './apt.mjs';
import { addBackports, backports } from './backports.mjs';
import { log, SetupError } from './log.mjs';

/** The first version of Mesa whose software Vulkan WebGPU is known to accept. */
const firstMesa = 23;

const packages = ['mesa-vulkan-drivers', 'libvulkan1'];

/**
 * Installs Mesa's software Vulkan, from the release's own packages where they are new enough, else
 * from its backports.
 */
export async function installVulkan() {
  try {
    await installMesa();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    throw new SetupError(
      `${error.message} Run as root: apt-get install ${packages.join(' ')} (Mesa ${firstMesa} or later; on Debian 12 from bookworm-backports).`,
    );
  }
}

async function installMesa() {
  const sudo = privilege({ ask: true });
  if (!sudo) throw new SetupError('installing a software Vulkan needs root or sudo.');
  await update(sudo);
  let suite;
  if (candidateMajor() < firstMesa) {
    suite = addBackports(sudo);
    if (!suite) throw new SetupError("this release's Mesa is too old for WebGPU.");
    log.step(`this release's Mesa is too old for WebGPU: ${suite} is added in ${backports}`);
    await update(sudo);
  }
  log.step(`installing ${packages.join(' and ')}, a Vulkan driver that computes on the processor`);
  await install(sudo, packages, suite);
}

/** The major version of the Mesa that apt would install. */
function candidateMajor() {
  const version = candidate('mesa-vulkan-drivers') ?? '';
  return Number(/^(?:\d+:)?(\d+)/.exec(version)?.[1] ?? 0);
}
