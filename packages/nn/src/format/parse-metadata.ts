import { FaceGpuError } from '@facegpu/kernels';
import type { Graph } from '../ir/graph.ts';
import { formatVersion, type InputRecipe, type ModelMetadata } from './metadata.ts';
import type { Quantization } from './quantization.ts';
import { isRecord } from './safetensors.ts';

/**
 * Reads what a model file says about itself. Attributes and settings are checked by whoever reads them.
 *
 * @param text JSON, as it lies in the file
 * @param source names the file in errors
 * @throws FaceGpuError `bad-model`
 */
export function parseMetadata(text: string | undefined, source: string): ModelMetadata {
  const wrong = (what: string) =>
    new FaceGpuError(
      'bad-model',
      `${source} is not a FaceGPU model: ${what}`,
      'Make it with facegpu-convert, of the same version as the library.',
    );
  if (text === undefined) throw wrong('it carries no graph');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw wrong('its graph is not JSON');
  }
  if (!isRecord(parsed)) throw wrong('its metadata is not a table');
  const { format, name, graph, input, quantization = {}, settings = {} } = parsed;
  const { task = '', description = '', licence = 'unknown', origin = 'unknown' } = parsed;
  if (format !== formatVersion) {
    throw wrong(`it has the format ${String(format)}, not ${formatVersion}`);
  }
  if (typeof name !== 'string') throw wrong('it lacks a name');
  const flaw = flawOfGraph(graph);
  if (flaw) throw wrong(flaw);
  if (!isRecipe(input)) throw wrong('it lacks an input recipe');
  if (!isRecord(settings)) throw wrong('its settings are not a table');
  if (!isRecord(quantization)) throw wrong('its quantization is not a table');
  for (const [tensor, entry] of Object.entries(quantization)) {
    if (!isQuantization(entry)) throw wrong(`its quantization of "${tensor}" is malformed`);
  }
  return {
    name,
    task: String(task),
    description: String(description),
    licence: String(licence),
    origin: String(origin),
    input,
    graph: graph as Graph,
    quantization: quantization as Record<string, Quantization>,
    settings,
  };
}

/** What is wrong with the form of a graph. */
function flawOfGraph(graph: unknown): string | undefined {
  const { inputs, outputs, nodes } = isRecord(graph) ? graph : {};
  if (!Array.isArray(inputs) || !Array.isArray(nodes) || !isListOf('string', outputs)) {
    return 'it lacks a graph of inputs, nodes and outputs';
  }
  const input = inputs.findIndex((value) => !isInput(value));
  if (input >= 0) return `input ${input} of its graph is malformed`;
  const node = nodes.findIndex((value) => !isNode(value));
  return node >= 0 ? `node ${node} of its graph is malformed` : undefined;
}

function isInput(value: unknown): boolean {
  if (!isRecord(value) || !Array.isArray(value.shape)) return false;
  const isSize = (size: unknown) => typeof size === 'number' || typeof size === 'string';
  return isListOf('string', [value.name, value.dtype]) && value.shape.every(isSize);
}

function isNode(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value.attributes)) return false;
  const words = [value.name, value.operator];
  return [words, value.inputs, value.outputs].every((list) => isListOf('string', list));
}

function isRecipe(value: unknown): value is InputRecipe {
  if (!isRecord(value) || typeof value.name !== 'string') return false;
  const { size, mean, scale } = value;
  const isColour = (list: unknown) => isListOf('number', list) && list.length === 3;
  return Number.isSafeInteger(size) && Number(size) > 0 && isColour(mean) && isColour(scale);
}

function isQuantization(value: unknown): boolean {
  return isRecord(value) && isListOf('number', [value.scale, value.minimum]);
}

function isListOf(type: 'number' | 'string', value: unknown): value is unknown[] {
  return Array.isArray(value) && value.every((item) => typeof item === type);
}
