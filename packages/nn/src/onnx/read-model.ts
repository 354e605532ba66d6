import { fromBinary } from '@bufbuild/protobuf';
import { badOnnx } from './bad-onnx.ts';
import { type GraphProto, type ModelProto, ModelProtoSchema } from './proto/onnx_pb.ts';

/**
 * The versions of ONNX's own operators that are known. Older ones are read too: what was different then
 * has other attributes, and is refused by these.
 */
export const opsets = { first: 7, last: 21 } as const;

/** A model as its file has it, with the graph there. */
export interface OnnxFile {
  readonly graph: GraphProto;
  /** The version of the operators of each domain that the model uses; ONNX's own is `''`. */
  readonly opsets: ReadonlyMap<string, number>;
}

/**
 * Reads the bytes of an `.onnx` file. Large weights stay where they are: nothing is copied.
 *
 * @param source names the file in errors
 * @throws FaceGpuError `bad-model`
 */
export function readModel(file: Uint8Array, source: string): OnnxFile {
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, file, { readUnknownFields: false });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badOnnx(`${source} is not an ONNX model: ${why}`);
  }
  const { graph, opsetImport } = model;
  if (!graph || graph.node.length === 0) {
    throw badOnnx(`${source} is not an ONNX model: it has no graph with nodes in it`);
  }
  const versions = new Map<string, number>();
  for (const { domain, version } of opsetImport) {
    versions.set(domain === 'ai.onnx' ? '' : domain, Number(version));
  }
  const own = versions.get('');
  if (own !== undefined && own > opsets.last) {
    throw badOnnx(
      `${source} has operators of version ${own}: those up to ${opsets.last} are known`,
    );
  }
  return { graph, opsets: versions };
}
