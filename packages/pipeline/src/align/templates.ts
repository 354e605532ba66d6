import type { Template } from './template.ts';

/**
 * The chips of dlib's face recognition example: `get_face_chip_details`
 * (dlib/image_transforms/interpolation.h, Boost Software Licence 1.0). The points are mean positions of
 * iBUG's landmarks 17 to 67 in a unit square. The fit leaves out eyebrows and the lower lip, which move
 * most.
 */
const dlib150: Template = {
  order: 'ibug68',
  size: 1,
  padding: 0.25,
  firstLandmark: 17,
  points: [
    [0.000213256, 0.106454],
    [0.0752622, 0.038915],
    [0.18113, 0.0187482],
    [0.29077, 0.0344891],
    [0.393397, 0.0773906],
    [0.586856, 0.0773906],
    [0.689483, 0.0344891],
    [0.799124, 0.0187482],
    [0.904991, 0.038915],
    [0.98004, 0.106454],
    [0.490127, 0.203352],
    [0.490127, 0.307009],
    [0.490127, 0.409805],
    [0.490127, 0.515625],
    [0.36688, 0.587326],
    [0.426036, 0.609345],
    [0.490127, 0.628106],
    [0.554217, 0.609345],
    [0.613373, 0.587326],
    [0.121737, 0.216423],
    [0.187122, 0.178758],
    [0.265825, 0.179852],
    [0.334606, 0.231733],
    [0.260918, 0.245099],
    [0.182743, 0.244077],
    [0.645647, 0.231733],
    [0.714428, 0.179852],
    [0.793132, 0.178758],
    [0.858516, 0.216423],
    [0.79751, 0.244077],
    [0.719335, 0.245099],
    [0.254149, 0.780233],
    [0.340985, 0.745405],
    [0.428858, 0.727388],
    [0.490127, 0.742578],
    [0.551395, 0.727388],
    [0.639268, 0.745405],
    [0.726104, 0.780233],
    [0.642159, 0.864805],
    [0.556721, 0.902192],
    [0.490127, 0.909281],
    [0.423532, 0.902192],
    [0.338094, 0.864805],
    [0.290379, 0.784792],
    [0.428096, 0.778746],
    [0.490127, 0.785343],
    [0.552157, 0.778746],
    [0.689874, 0.784792],
    [0.553364, 0.824182],
    [0.490127, 0.831803],
    [0.42689, 0.824182],
  ],
  fit: Array.from({ length: 33 }, (_, i) => (i < 28 ? 27 + i : 32 + i)),
};

/** The crops that ArcFace models are trained on: InsightFace's `norm_crop` (MIT), in 112 pixels. */
const arcface112: Template = {
  order: 'five',
  size: 112,
  points: [
    [38.2946, 51.6963],
    [73.5318, 51.5014],
    [56.0252, 71.7366],
    [41.5493, 92.3655],
    [70.7299, 92.2041],
  ],
};

/** Every template that comes with the library, by the names that model files have for them. */
export const templates: Readonly<Record<string, Template>> = {
  'arcface-112': arcface112,
  'dlib-150': dlib150,
};
