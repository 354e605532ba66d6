/** The kernels' references, for tests of what is built from kernels. */
export { activationReference } from '../activation/activation.reference.ts';
export { argReduceReference } from '../arg-reduce/arg-reduce.reference.ts';
export { batchNormReference } from '../batch-norm/batch-norm.reference.ts';
export { batchNormGradientReference } from '../batch-norm-gradient/batch-norm-gradient.reference.ts';
export { batchStatisticsReference } from '../batch-statistics/batch-statistics.reference.ts';
export { batchedMatmulReference } from '../batched-matmul/batched-matmul.reference.ts';
export { type BinaryName, binaryReference } from '../binary/binary.reference.ts';
export { broadcastToReference } from '../broadcast-to/broadcast-to.reference.ts';
export { castReference } from '../cast/cast.reference.ts';
export { concatReference } from '../concat/concat.reference.ts';
export { convTranspose2dReference } from '../conv-transpose2d/conv-transpose2d.reference.ts';
export { conv2dReference } from '../conv2d/conv2d.reference.ts';
export { conv2dWeightGradientReference } from '../conv2d-weight-gradient/conv2d-weight-gradient.reference.ts';
export { cumSumReference } from '../cum-sum/cum-sum.reference.ts';
export { fillReference } from '../fill/fill.reference.ts';
export { frontalReference } from '../frontal/frontal.reference.ts';
export { gatherReference } from '../gather/gather.reference.ts';
export { gatherElementsReference } from '../gather-elements/gather-elements.reference.ts';
export { gatherGradientReference } from '../gather-gradient/gather-gradient.reference.ts';
export { gatherNdReference } from '../gather-nd/gather-nd.reference.ts';
export { gemmReference } from '../gemm/gemm.reference.ts';
export { globalAveragePoolReference } from '../global-average-pool/global-average-pool.reference.ts';
export { gridSampleReference } from '../grid-sample/grid-sample.reference.ts';
export { gridSampleGradientReference } from '../grid-sample-gradient/grid-sample-gradient.reference.ts';
export { gridWarpReference } from '../grid-warp/grid-warp.reference.ts';
export { groupNormReference } from '../group-norm/group-norm.reference.ts';
export { layerNormReference } from '../layer-norm/layer-norm.reference.ts';
export { lrnReference } from '../lrn/lrn.reference.ts';
export { classNmsReference } from '../nms/nms.reference.ts';
export {
  adamReference,
  movingAverageReference,
  sgdReference,
} from '../optimizer/optimizer.reference.ts';
export { padReference } from '../pad/pad.reference.ts';
export { pool2dReference } from '../pool2d/pool2d.reference.ts';
export { pool2dGradientReference } from '../pool2d-gradient/pool2d-gradient.reference.ts';
export { preluGradientReference } from '../prelu-gradient/prelu-gradient.reference.ts';
export { dequantizeReference, quantizeReference } from '../quantize/quantize.reference.ts';
export { reduceReference } from '../reduce/reduce.reference.ts';
export { resizeReference } from '../resize/resize.reference.ts';
export { resizeGradientReference } from '../resize-gradient/resize-gradient.reference.ts';
export { scatterElementsReference, scatterNdReference } from '../scatter/scatter.reference.ts';
export { similarityReference } from '../similarity/similarity.reference.ts';
export { sliceReference } from '../slice/slice.reference.ts';
export { softmaxReference } from '../softmax/softmax.reference.ts';
export { softmaxGradientReference } from '../softmax-gradient/softmax-gradient.reference.ts';
export { tileReference } from '../tile/tile.reference.ts';
export { topKAlongReference } from '../top-k-along/top-k-along.reference.ts';
export { transposeReference } from '../transpose/transpose.reference.ts';
export { unaryReference } from '../unary/unary.reference.ts';
export { unaryGradientReference } from '../unary-gradient/unary-gradient.reference.ts';
export { warpReference } from '../warp/warp.reference.ts';
export { whereReference } from '../where/where.reference.ts';
