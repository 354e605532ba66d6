import type { AttributeSchema, OperatorTable } from '@facegpu/nn';
import type { GradientContext } from './context.ts';

/**
 * What the loss changes by as each input of a node does, written as nodes: their names, in the order of
 * the inputs. Nothing for an input on which the output doesn't depend smoothly, or whose gradient nobody
 * wants.
 */
export type Gradient<Schema extends AttributeSchema = AttributeSchema> = (
  context: GradientContext<Schema>,
) => readonly (string | undefined)[];

/** Gradients by the names of the operators. */
export type GradientTable = Readonly<Record<string, Gradient>>;

/** Gradients of some operators of a table, whose attributes have the types that the table says. */
/* @__NO_SIDE_EFFECTS__ */
export function defineGradients<const Table extends OperatorTable>(
  // Only its type is needed: rows then see the attributes of their own operator.
  _operators: Table,
  rows: { readonly [Name in keyof Table]?: Gradient<Table[Name]['attributes']> },
): GradientTable {
  // Each row is called with the attributes that its operator's schema has read.
  return rows as GradientTable;
}
