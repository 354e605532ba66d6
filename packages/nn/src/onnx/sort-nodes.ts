import { badOnnx } from './bad-onnx.ts';
import type { GraphProto, NodeProto } from './proto/onnx_pb.ts';

/**
 * The nodes of a graph, each after those whose values it reads; otherwise as they are.
 *
 * @throws FaceGpuError `bad-model` for a cycle, a value that is written twice, and one that isn't there
 */
export function sortNodes(graph: GraphProto, source: string): readonly NodeProto[] {
  const given = new Set(['']);
  for (const { name } of graph.initializer) {
    if (given.has(name)) throw badOnnx(`${source}: two weights are named "${name}"`);
    given.add(name);
  }
  for (const { name } of graph.input) given.add(name);
  const writers = new Map<string, NodeProto>();
  for (const node of graph.node) {
    for (const output of node.output) {
      if (output === '') continue;
      if (given.has(output) || writers.has(output)) {
        throw badOnnx(`${source}: two values are named "${output}"`);
      }
      writers.set(output, node);
    }
  }
  const waiting = new Map<NodeProto, number>();
  const readers = new Map<NodeProto, NodeProto[]>();
  for (const node of graph.node) {
    const needs = new Set<NodeProto>();
    for (const input of node.input) {
      if (given.has(input)) continue;
      const writer = writers.get(input);
      if (!writer) {
        throw badOnnx(
          `${source}: ${node.opType} (node "${node.name}") reads "${input}", which is missing`,
        );
      }
      needs.add(writer);
    }
    waiting.set(node, needs.size);
    for (const writer of needs) {
      const list = readers.get(writer);
      if (list) list.push(node);
      else readers.set(writer, [node]);
    }
  }
  const sorted = graph.node.filter((node) => waiting.get(node) === 0);
  for (let i = 0; i < sorted.length; i++) {
    for (const reader of readers.get(sorted[i]) ?? []) {
      const left = (waiting.get(reader) ?? 0) - 1;
      waiting.set(reader, left);
      if (left === 0) sorted.push(reader);
    }
  }
  const stuck = graph.node.find((node) => (waiting.get(node) ?? 0) > 0);
  if (stuck) {
    throw badOnnx(
      `${source}: ${stuck.opType} (node "${stuck.name}") waits for itself: its inputs form a cycle`,
    );
  }
  return sorted;
}
