/** Operators of 2-D vision networks, which are all meant to be there. */
export const listedOperators: ReadonlySet<string> = new Set(
  `Abs Add And ArgMax ArgMin AveragePool BatchNormalization Cast Ceil Clip Concat Constant
  ConstantOfShape Conv ConvTranspose Cos DepthToSpace DequantizeLinear Div Dropout Elu Equal Erf Exp
  Expand Flatten Floor Gather GatherElements GatherND Gelu Gemm GlobalAveragePool GlobalMaxPool Greater
  GreaterOrEqual GridSample HardSigmoid HardSwish Identity InstanceNormalization LRN
  LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax LpPool MatMul Max MaxPool Mean Min Mish
  Mul Neg NonMaxSuppression Not Or PRelu Pad Pow QuantizeLinear Range Reciprocal ReduceL1 ReduceL2
  ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum Relu Reshape Resize Round ScatterND Selu Shape
  Sigmoid Sign Sin Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub Sum Tanh Tile
  TopK Transpose Unsqueeze Upsample Where`.split(/\s+/),
);
