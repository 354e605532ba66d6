import type { DType } from '@facegpu/kernels';

/** A type of elements as ONNX has it. */
export interface ElementType {
  /** As ONNX's documentation writes it. */
  readonly name: string;
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

const byNumber = new Map<number, ElementType & { readonly name: ElementName }>(
  (Object.keys(elements) as ElementName[]).map((name) => {
    const [bytes, dtype] = elements[name];
    return [elementNumbers[name], { name, bytes, dtype }];
  }),
);

/** The type that a number of the file format stands for; `undefined` for those that no graph has. */
export function elementType(
  number: number,
): (ElementType & { readonly name: ElementName }) | undefined {
  return byNumber.get(number);
}

/** How errors name a type that no graph has: text, complex numbers, numbers of 4 and 8 bits … */
export function describeElement(number: number): string {
  return byNumber.get(number)?.name ?? `the element type ${number}`;
}
