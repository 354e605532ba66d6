/** The kernels' references, for tests of what is built from kernels. */
export { activationReference } from '../activation/activation.reference.ts';
export { batchNormReference } from '../batch-norm/batch-norm.reference.ts';
export { binaryReference } from '../binary/binary.reference.ts';
export { concatReference } from '../concat/concat.reference.ts';
export { conv2dReference } from '../conv2d/conv2d.reference.ts';
export { gatherReference } from '../gather/gather.reference.ts';
export { gemmReference } from '../gemm/gemm.reference.ts';
export { globalAveragePoolReference } from '../global-average-pool/global-average-pool.reference.ts';
export { padReference } from '../pad/pad.reference.ts';
export { pool2dReference } from '../pool2d/pool2d.reference.ts';
export { resizeReference } from '../resize/resize.reference.ts';
export { similarityReference } from '../similarity/similarity.reference.ts';
export { sliceReference } from '../slice/slice.reference.ts';
export { softmaxReference } from '../softmax/softmax.reference.ts';
export { transposeReference } from '../transpose/transpose.reference.ts';
