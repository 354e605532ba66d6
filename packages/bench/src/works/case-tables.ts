/** The tables of kernels whose shapes don't come from a network: rows that are tested, and timed. */
export { activationCases } from '../../../kernels/src/activation/activation.cases.ts';
export { binaryCases } from '../../../kernels/src/binary/binary.cases.ts';
export { concatCases } from '../../../kernels/src/concat/concat.cases.ts';
export { globalAveragePoolCases } from '../../../kernels/src/global-average-pool/global-average-pool.cases.ts';
export { padCases } from '../../../kernels/src/pad/pad.cases.ts';
export { sliceCases } from '../../../kernels/src/slice/slice.cases.ts';
export { softmaxCases } from '../../../kernels/src/softmax/softmax.cases.ts';
export { transposeCases } from '../../../kernels/src/transpose/transpose.cases.ts';
