export type { CaseInput, OperatorCase } from './case-inputs.ts';
export { evaluate } from './evaluate.ts';
export { operatorCases } from './operator-cases.ts';
export { operatorReferences } from './operator-references.ts';
export type { Given, Operand, Reference } from './reference.ts';
