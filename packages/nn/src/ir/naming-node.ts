import { FaceGpuError } from '@facegpu/kernels';
import type { Node } from './graph.ts';

/** Runs something that may throw, and adds the node's name to its message. */
export function namingNode<T>(node: Node, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FaceGpuError) || error.message.includes(`(node "`)) throw error;
    throw new FaceGpuError(error.code, `${error.message} (node "${node.name}")`, error.fix, {
      cause: error,
    });
  }
}
