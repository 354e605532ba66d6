export { type ActivationArgs, activation } from './activation/activation.ts';
export { type ArgReduceArgs, argReduce } from './arg-reduce/arg-reduce.ts';
export {
  type AugmentArgs,
  augment,
  type ChannelMix,
  encodeVariation,
  type Variation,
  variationsSpec,
} from './augment/augment.ts';
export { type BatchNormArgs, batchNorm } from './batch-norm/batch-norm.ts';
export { type BatchNormStatistics, foldBatchNorm } from './batch-norm/fold.ts';
export {
  type BatchNormGradientArgs,
  batchNormGradient,
} from './batch-norm-gradient/batch-norm-gradient.ts';
export { type BatchStatisticsArgs, batchStatistics } from './batch-statistics/batch-statistics.ts';
export {
  type BatchedMatmulArgs,
  batchedMatmul,
  batchedMatmulShape,
} from './batched-matmul/batched-matmul.ts';
export { type BinaryArgs, binary, binaryDType } from './binary/binary.ts';
export { broadcastShape } from './binary/broadcast.ts';
export * from './binary/operations.ts';
export { type BlobsArgs, blobs } from './blobs/blobs.ts';
export {
  type BoxCropArgs,
  type BoxCropSettings,
  boxCrop,
  boxCropParams,
} from './box-crop/box-crop.ts';
export { type BoxScales, type PriorBoxesArgs, priorBoxes } from './box-decode/prior.ts';
export { type PriorPointsArgs, priorPoints } from './box-decode/prior-points.ts';
export { type YoloAnchor, type YoloBoxesArgs, yoloBoxes } from './box-decode/yolo.ts';
export { type BroadcastToArgs, broadcastTo } from './broadcast-to/broadcast-to.ts';
export { type CastArgs, cast } from './cast/cast.ts';
export { type ConcatArgs, concat, concatShape } from './concat/concat.ts';
export {
  type ConvTranspose2dArgs,
  type ConvTranspose2dAttributes,
  convTranspose2dShape,
} from './conv-transpose2d/contract.ts';
export { convTranspose2d } from './conv-transpose2d/conv-transpose2d.ts';
export {
  type Conv2dArgs,
  type Conv2dAttributes,
  conv2dShape,
} from './conv2d/contract.ts';
export {
  type Conv2dVariantName,
  chooseConv2d,
  conv2d,
  conv2dVariants,
} from './conv2d/conv2d.ts';
export type { Conv2dWeightGradientArgs } from './conv2d-weight-gradient/contract.ts';
export { conv2dWeightGradient } from './conv2d-weight-gradient/conv2d-weight-gradient.ts';
export { type CumSumArgs, cumSum } from './cum-sum/cum-sum.ts';
export { type AdapterInfo, describeAdapter, requestAdapter } from './device/adapter.ts';
export { type BufferSpec, Device } from './device/device.ts';
export { Owner, owning } from './device/owner.ts';
export { type Prepared, prepare, runOnce } from './device/prepare.ts';
export { profile, type Timing } from './device/profile.ts';
export { Readback } from './device/readback.ts';
export { Recording } from './device/recording.ts';
export { run } from './device/run.ts';
export { settle } from './device/settle.ts';
export { allocate, bindingSize, requireRoom, uploadRows, uploadTensor } from './device/storage.ts';
export type { Target } from './device/target.ts';
export { BufferUsage } from './device/usage.ts';
export {
  type DistanceArgs,
  type DistanceMetric,
  distance,
  nothingDistance,
} from './distance/distance.ts';
export {
  type EncodedVectors,
  encodeVectors,
  type ShortFormat,
} from './distance/encode-vectors.ts';
export { type StoredVectors, type VectorFormat, wordsOf } from './distance/format.ts';
export { type ErrorCode, FaceGpuError, shapeMismatch } from './errors.ts';
export { type FillArgs, fill } from './fill/fill.ts';
export {
  type FaceModel,
  type FacePoint,
  type FrontalArgs,
  frontal,
  frontalGridSpec,
  type Relief,
} from './frontal/frontal.ts';
export { type GatherArgs, gather, gatherShape } from './gather/gather.ts';
export { type GatherElementsArgs, gatherElements } from './gather-elements/gather-elements.ts';
export { type GatherGradientArgs, gatherGradient } from './gather-gradient/gather-gradient.ts';
export { type GatherNdArgs, gatherNd, gatherNdShape } from './gather-nd/gather-nd.ts';
export {
  type GemmArgs,
  type GemmVariantName,
  gemm,
  type MatmulArgs,
  matmul,
} from './gemm/gemm.ts';
export { type CellGrid, type ChannelAxis, centredCells } from './geometry/cells.ts';
export {
  type Affine,
  applyAffine,
  type Crop,
  cropFloats,
  cropTensor,
  decodeCrop,
  type Edges,
  encodeCrop,
  rotation,
} from './geometry/crop.ts';
export {
  type LetterboxOptions,
  letterbox,
  type Region,
  rolledSize,
  type Size,
} from './geometry/letterbox.ts';
export {
  type GlobalAveragePoolArgs,
  globalAveragePool,
  globalAveragePoolShape,
} from './global-average-pool/global-average-pool.ts';
export {
  type GridSampleArgs,
  type GridSampleAttributes,
  gridSample,
  gridSampleShape,
} from './grid-sample/grid-sample.ts';
export {
  type GridSampleGridGradientArgs,
  type GridSampleInputGradientArgs,
  gridSampleGridGradient,
  gridSampleInputGradient,
} from './grid-sample-gradient/grid-sample-gradient.ts';
export { type GridWarpArgs, gridWarp } from './grid-warp/grid-warp.ts';
export { type GroupNormArgs, groupNorm } from './group-norm/group-norm.ts';
export {
  darkSmoothing,
  type HeatmapPointsArgs,
  heatmapPoints,
  type PointMaps,
  type PointRefinement,
} from './heatmap-points/heatmap-points.ts';
export { type ImageBlurArgs, imageBlur } from './image-blur/image-blur.ts';
export { type ImageNoiseArgs, imageNoise } from './image-noise/image-noise.ts';
export { type JpegBlocksArgs, jpegBlocks } from './jpeg-blocks/jpeg-blocks.ts';
export { jpegStep } from './jpeg-blocks/tables.ts';
export { type LayerNormArgs, layerNorm } from './layer-norm/layer-norm.ts';
export { type LrnArgs, type LrnAttributes, lrn } from './lrn/lrn.ts';
export {
  canScan,
  type GallerySegment,
  type NearestArgs,
  nearest,
} from './nearest/nearest.ts';
export {
  type ClassNmsArgs,
  classNms,
  classNmsCapacity,
  type NmsArgs,
  type NmsThresholds,
  nms,
  nmsParams,
} from './nms/nms.ts';
export { type AdamArgs, type AdamSettings, adam } from './optimizer/adam.ts';
export { optimizerStateShape } from './optimizer/contract.ts';
export { type MovingAverageArgs, movingAverage } from './optimizer/moving-average.ts';
export { type SgdArgs, type SgdSettings, sgd } from './optimizer/sgd.ts';
export { expand } from './pack/pack.ts';
export { type PadArgs, type PadAttributes, pad, padShape } from './pad/pad.ts';
export type { PadMode } from './pad/runs.ts';
export {
  type HeatMap,
  type PeakKeypoints,
  type PeakOffsets,
  type PeakSizes,
  type PeaksArgs,
  peaks,
} from './peaks/peaks.ts';
export { type GlobalPool2dArgs, globalPool2d, globalPool2dShape } from './pool2d/global.ts';
export { type LpPool2dArgs, lpPool2d } from './pool2d/lp.ts';
export {
  type Pool2dArgs,
  type Pool2dAttributes,
  type Pool2dWindow,
  pool2d,
  pool2dShape,
} from './pool2d/pool2d.ts';
export { type AveragePoolGradientArgs, averagePoolGradient } from './pool2d-gradient/average.ts';
export { type MaxPoolGradientArgs, maxPoolGradient } from './pool2d-gradient/max.ts';
export { type PreluGradientArgs, preluGradient } from './prelu-gradient/prelu-gradient.ts';
export {
  type DequantizeArgs,
  dequantize,
  type QuantizationArgs,
  type QuantizeArgs,
  quantize,
} from './quantize/quantize.ts';
export { type RangeArgs, type RangeHits, range } from './range/range.ts';
export {
  type ReduceArgs,
  type ReduceName,
  reduce,
  reduceShape,
  requireReducible,
} from './reduce/reduce.ts';
export { type RepackArgs, repack } from './repack/repack.ts';
export type { AxisRegion, ResizeCoordinates } from './resize/coordinates.ts';
export { type ResizeArgs, type ResizeAttributes, resize } from './resize/resize.ts';
export { type ResizeGradientArgs, resizeGradient } from './resize-gradient/resize-gradient.ts';
export {
  type ScatterElementsArgs,
  type ScatterNdArgs,
  type ScatterReduction,
  scatterElements,
  scatterNd,
} from './scatter/scatter.ts';
export { type Activation, activate, identity } from './shader/activation.ts';
export type { Binding } from './shader/bindings.ts';
export { type Dispatch, type DispatchOptions, dispatch } from './shader/dispatch.ts';
export { type Grid, linearGrid } from './shader/grid.ts';
export { defineShader, type Shader, type ShaderDefinition } from './shader/shader.ts';
export { type Fields, type FieldValues, type Struct, struct } from './shader/struct.ts';
export {
  type SimilarityArgs,
  similarity,
  similarityParams,
  type TemplatePoint,
} from './similarity/similarity.ts';
export { type SliceArgs, type SliceAttributes, slice } from './slice/slice.ts';
export { type SoftmaxArgs, softmax } from './softmax/softmax.ts';
export { type SoftmaxGradientArgs, softmaxGradient } from './softmax-gradient/softmax-gradient.ts';
export { denseStrides } from './tensor/axes.ts';
export { type Arranged, arrange, DerivedTensor, isConstant } from './tensor/derived.ts';
export {
  type DType,
  decode,
  encode,
  fromFloat16,
  isReal,
  type RealType,
  toFloat16,
} from './tensor/dtype.ts';
export { requireSpec, requireStorage } from './tensor/require.ts';
export {
  type BufferRange,
  byteLength,
  ConstantTensor,
  elementCount,
  formatShape,
  imageShape,
  type Layout,
  type Shape,
  sameShape,
  Tensor,
  type TensorSpec,
} from './tensor/tensor.ts';
export { constant, type Numbers, toLogical, toStored } from './tensor/values.ts';
export type { ChannelAffine, Weight } from './tensor/weight.ts';
export { noPadding, type Padding, type Pair } from './tensor/window.ts';
export { type TileArgs, tile, tileShape } from './tile/tile.ts';
export { type MergeTopKArgs, mergeTopK, type TopKList } from './top-k/merge.ts';
export { type TopKArgs, type TopKScratch, topK, topKScratch } from './top-k/top-k.ts';
export { type TopKAlongArgs, topKAlong } from './top-k-along/top-k-along.ts';
export {
  type TransformPointsArgs,
  transformPoints,
} from './transform-points/transform-points.ts';
export { type TransposeArgs, transpose, transposeShape } from './transpose/transpose.ts';
export { unaryDerivatives } from './unary/derivatives.ts';
export { type UnaryArgs, type UnaryName, unary, unaryDType } from './unary/unary.ts';
export {
  type UnaryGradientArgs,
  type UnaryGradientName,
  unaryGradient,
} from './unary-gradient/unary-gradient.ts';
export { type CutSettings, cutParams } from './warp/settings.ts';
export { type WarpArgs, type WarpSettings, warp, warpParams } from './warp/warp.ts';
export { type WhereArgs, where, whereShape } from './where/where.ts';
