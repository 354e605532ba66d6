import type { DType } from '@facegpu/kernels';
import { unsupported } from './bad-onnx.ts';

/** A type of elements as ONNX has it. */
export interface ElementType {
  /** As ONNX's documentation writes it. */
  readonly name: ElementName;
  /** Size of an element in a file's bytes. */
  readonly bytes: number;
  /** What its values are in a graph; whole numbers of any width are 32 bits wide there. */
  readonly dtype: DType;
}

/** Numbers that ONNX's file format has for types of elements. */
export const elementNumbers = {
  float: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  double: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
} as const;

export type ElementName = keyof typeof elementNumbers;

const elements: Readonly<Record<ElementName, readonly [bytes: number, dtype: DType]>> = {
  float: [4, 'f32'],
  uint8: [1, 'i32'],
  int8: [1, 'i32'],
  uint16: [2, 'i32'],
  int16: [2, 'i32'],
  int32: [4, 'i32'],
  int64: [8, 'i32'],
  bool: [1, 'bool'],
  float16: [2, 'f32'],
  double: [8, 'f32'],
  uint32: [4, 'u32'],
  uint64: [8, 'u32'],
  bfloat16: [2, 'f32'],
};

const byNumber: ReadonlyMap<number, ElementType> = new Map(
  (Object.keys(elements) as ElementName[]).map((name) => {
    const [bytes, dtype] = elements[name];
    return [elementNumbers[name], { name, bytes, dtype }];
  }),
);

/** The type that a number of the file format stands for; `undefined` for those that no graph has. */
export function elementType(number: number): ElementType | undefined {
  return byNumber.get(number);
}

/** Those that no graph has: text, complex numbers, floats of 8 bits, and what is shorter. */
const strangers: ReadonlyMap<number, string> = new Map([
  [8, 'string'],
  [14, 'complex64'],
  [15, 'complex128'],
  [17, 'float8e4m3fn'],
  [18, 'float8e4m3fnuz'],
  [19, 'float8e5m2'],
  [20, 'float8e5m2fnuz'],
  [21, 'uint4'],
  [22, 'int4'],
  [23, 'float4e2m1'],
]);

/** How errors name a type. */
export function describeElement(number: number): string {
  const name = byNumber.get(number)?.name ?? strangers.get(number);
  return name ?? `the element type ${number}`;
}

/**
 * The type that a number of the file format stands for.
 *
 * @param what names in errors what has it: "the input \"x\""
 * @throws FaceGpuError `unsupported-op` for those that no graph has
 */
export function requireElement(number: number, what: string): ElementType {
  const element = byNumber.get(number);
  if (element) return element;
  throw unsupported(
    `${what} holds ${describeElement(number)}`,
    'Export the model with floats, integers and booleans.',
  );
}
