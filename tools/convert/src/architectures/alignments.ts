/** The chips of dlib's face recognition example. */
export const chipAlignment = { template: 'dlib-150' };

/**
 * The whole face with some hair and chin, which is how close the crops were that landmarks, expression
 * and age were learnt from.
 */
export const faceAlignment = { template: 'dlib-150', padding: 0.35 };
