import { activationShader } from '../activation/activation.ts';
import { argReduceShader } from '../arg-reduce/arg-reduce.ts';
import { augmentShader } from '../augment/augment.ts';
import { batchNormFoldShader, batchNormShader } from '../batch-norm/batch-norm.ts';
import {
  batchNormGradientApplyShader,
  batchNormGradientCombineShader,
  batchNormGradientSlicesShader,
} from '../batch-norm-gradient/batch-norm-gradient.ts';
import {
  batchStatisticsCombineShader,
  batchStatisticsSlicesShader,
} from '../batch-statistics/batch-statistics.ts';
import { batchedMatmulShader } from '../batched-matmul/batched-matmul.ts';
import { binaryFlatShader, binaryRowsShader, binaryStridedShader } from '../binary/binary.ts';
import { blobBoxesShader, blobLabelShader } from '../blobs/blobs.ts';
import { boxCropShader } from '../box-crop/box-crop.ts';
import { priorBoxesShader } from '../box-decode/prior.ts';
import { priorPointsShader } from '../box-decode/prior-points.ts';
import { yoloBoxesShader } from '../box-decode/yolo.ts';
import { castShader } from '../cast/cast.ts';
import { convTransposeDepthwiseShader } from '../conv-transpose2d/depthwise.ts';
import { convTransposeDepthwise3x3Shader } from '../conv-transpose2d/depthwise-3x3.ts';
import { convTransposeGroupedShader } from '../conv-transpose2d/grouped.ts';
import { convTransposeSubgroupShader } from '../conv-transpose2d/subgroup.ts';
import { convTransposeTiledShader } from '../conv-transpose2d/tiled.ts';
import { depthwiseShader } from '../conv2d/depthwise.ts';
import { depthwise3x3Shader } from '../conv2d/depthwise-3x3.ts';
import { groupedShader } from '../conv2d/grouped.ts';
import { matrixShader } from '../conv2d/matrix.ts';
import { subgroupShader } from '../conv2d/subgroup.ts';
import { combineShader as conv2dCombineShader, workgroupShader } from '../conv2d/workgroup.ts';
import { depthwise3x3Shader as weightGradientDepthwise3x3Shader } from '../conv2d-weight-gradient/depthwise-3x3.ts';
import { groupedShader as weightGradientGroupedShader } from '../conv2d-weight-gradient/grouped.ts';
import { matrixShader as weightGradientMatrixShader } from '../conv2d-weight-gradient/matrix.ts';
import { combineShader as weightGradientCombineShader } from '../conv2d-weight-gradient/parts.ts';
import { subgroupShader as weightGradientSubgroupShader } from '../conv2d-weight-gradient/subgroup.ts';
import { workgroupShader as weightGradientWorkgroupShader } from '../conv2d-weight-gradient/workgroup.ts';
import {
  copyBytesShader,
  copyHalvesShader,
  copyVec4sShader,
  copyWordsShader,
} from '../copy/copy.ts';
import { cumSumShader } from '../cum-sum/cum-sum.ts';
import { distanceShader } from '../distance/distance.ts';
import { fillShader } from '../fill/fill.ts';
import { frontalGridShader, frontalSolveShader } from '../frontal/frontal.ts';
import { gatherShader } from '../gather/gather.ts';
import {
  gatherGradientLinksShader,
  gatherGradientSumsShader,
} from '../gather-gradient/gather-gradient.ts';
import { subgroupShader as gemmSubgroupShader } from '../gemm/subgroup.ts';
import { tiledShader as gemmTiledShader } from '../gemm/tiled.ts';
import { combineShader, slicesShader } from '../global-average-pool/global-average-pool.ts';
import { gridSampleShader } from '../grid-sample/grid-sample.ts';
import {
  gridSampleGridGradientShader,
  gridSampleInputGradientShader,
  gridSampleTapsShader,
} from '../grid-sample-gradient/grid-sample-gradient.ts';
import { gridWarpShader } from '../grid-warp/grid-warp.ts';
import {
  groupNormApplyShader,
  groupNormCoefficientsShader,
  groupNormMomentsShader,
} from '../group-norm/group-norm.ts';
import { heatmapPointsShader } from '../heatmap-points/heatmap-points.ts';
import { imageBlurShader } from '../image-blur/image-blur.ts';
import { imageNoiseShader } from '../image-noise/image-noise.ts';
import { flatIndicesShader } from '../indexing/flat-indices.ts';
import { jpegBlocksShader } from '../jpeg-blocks/jpeg-blocks.ts';
import { layerNormShader } from '../layer-norm/layer-norm.ts';
import { lrnShader } from '../lrn/lrn.ts';
import { aloneShader } from '../nearest/alone.ts';
import { scanShader } from '../nearest/nearest.ts';
import { nmsCollectShader, nmsRankShader, nmsSelectShader, nmsSuppressShader } from '../nms/nms.ts';
import { adamShader } from '../optimizer/adam.ts';
import { movingAverageShader } from '../optimizer/moving-average.ts';
import { sgdShader } from '../optimizer/sgd.ts';
import { packShader } from '../pack/pack.ts';
import { peakBoxesShader, peakFindShader, peakKeypointsShader } from '../peaks/peaks.ts';
import { lpPool2dShader } from '../pool2d/lp.ts';
import { averagePool2dShader, maxPool2dShader } from '../pool2d/pool2d.ts';
import { averagePoolGradientShader } from '../pool2d-gradient/average.ts';
import { maxPoolGradientShader, maxPoolWinnersShader } from '../pool2d-gradient/max.ts';
import {
  preluGradientChannelsShader,
  preluGradientElementsShader,
} from '../prelu-gradient/prelu-gradient.ts';
import { dequantizeShader, quantizeShader } from '../quantize/quantize.ts';
import { rangeShader } from '../range/range.ts';
import { reduceGroupsShader, reduceLinesShader } from '../reduce/reduce.ts';
import { resizeShader } from '../resize/resize.ts';
import { scatterShader } from '../scatter/scatter.ts';
import { similarityShader } from '../similarity/similarity.ts';
import { softmaxShader } from '../softmax/softmax.ts';
import { softmaxGradientShader } from '../softmax-gradient/softmax-gradient.ts';
import { topKMergeShader } from '../top-k/merge.ts';
import { topKSortShader } from '../top-k/top-k.ts';
import { topKKeysShader, topKTakeShader } from '../top-k-along/top-k-along.ts';
import { transformPointsShader } from '../transform-points/transform-points.ts';
import { transposePlanesShader } from '../transpose/transpose.ts';
import { unaryShader } from '../unary/unary.ts';
import { unaryGradientShader } from '../unary-gradient/unary-gradient.ts';
import { warpShader } from '../warp/warp.ts';
import { whereShader } from '../where/where.ts';
import type { Shader } from './shader.ts';
import type { Fields } from './struct.ts';

/** Every shader of this package, for tools that look at all of them. */
export const shaders: readonly Shader<Fields>[] = [
  activationShader,
  argReduceShader,
  averagePool2dShader,
  batchedMatmulShader,
  batchNormFoldShader,
  batchNormShader,
  binaryFlatShader,
  binaryRowsShader,
  binaryStridedShader,
  blobBoxesShader,
  blobLabelShader,
  boxCropShader,
  castShader,
  combineShader,
  conv2dCombineShader,
  convTransposeGroupedShader,
  convTransposeTiledShader,
  copyBytesShader,
  copyHalvesShader,
  copyVec4sShader,
  copyWordsShader,
  cumSumShader,
  depthwise3x3Shader,
  depthwiseShader,
  dequantizeShader,
  distanceShader,
  fillShader,
  flatIndicesShader,
  gatherShader,
  gemmSubgroupShader,
  gemmTiledShader,
  gridSampleGridGradientShader,
  gridSampleInputGradientShader,
  gridSampleShader,
  gridSampleTapsShader,
  groupedShader,
  groupNormApplyShader,
  groupNormCoefficientsShader,
  groupNormMomentsShader,
  heatmapPointsShader,
  layerNormShader,
  lpPool2dShader,
  lrnShader,
  matrixShader,
  maxPool2dShader,
  nmsCollectShader,
  nmsRankShader,
  nmsSelectShader,
  nmsSuppressShader,
  adamShader,
  movingAverageShader,
  sgdShader,
  packShader,
  peakBoxesShader,
  peakFindShader,
  peakKeypointsShader,
  priorBoxesShader,
  priorPointsShader,
  quantizeShader,
  rangeShader,
  resizeShader,
  aloneShader,
  scanShader,
  scatterShader,
  reduceGroupsShader,
  reduceLinesShader,
  frontalSolveShader,
  frontalGridShader,
  gridWarpShader,
  similarityShader,
  slicesShader,
  softmaxShader,
  subgroupShader,
  topKKeysShader,
  topKMergeShader,
  topKSortShader,
  topKTakeShader,
  transformPointsShader,
  transposePlanesShader,
  unaryShader,
  augmentShader,
  imageBlurShader,
  imageNoiseShader,
  jpegBlocksShader,
  warpShader,
  whereShader,
  workgroupShader,
  yoloBoxesShader,
  unaryGradientShader,
  weightGradientSubgroupShader,
  weightGradientCombineShader,
  weightGradientWorkgroupShader,
  weightGradientGroupedShader,
  weightGradientDepthwise3x3Shader,
  convTransposeSubgroupShader,
  convTransposeDepthwiseShader,
  batchStatisticsSlicesShader,
  batchStatisticsCombineShader,
  batchNormGradientSlicesShader,
  batchNormGradientCombineShader,
  batchNormGradientApplyShader,
  maxPoolWinnersShader,
  maxPoolGradientShader,
  averagePoolGradientShader,
  softmaxGradientShader,
  preluGradientChannelsShader,
  preluGradientElementsShader,
  gatherGradientLinksShader,
  gatherGradientSumsShader,
  convTransposeDepthwise3x3Shader,
  weightGradientMatrixShader,
] as readonly unknown[] as Shader<Fields>[];
