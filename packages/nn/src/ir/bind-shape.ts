/**
 * Gives names of sizes the sizes that they stand for, and says whether a shape fits: known sizes are the
 * same, and so are those of one name.
 *
 * @param shape sizes, or names of sizes
 * @param sizes what they are
 * @param dimensions by the names that are known already; those of the shape are added
 */
export function bindShape(
  shape: readonly (number | string)[],
  sizes: readonly number[],
  dimensions: Map<string, number>,
): boolean {
  if (shape.length !== sizes.length) return false;
  return shape.every((size, axis) => {
    const given = sizes[axis];
    if (typeof size === 'number') return size === given;
    const known = dimensions.get(size) ?? given;
    dimensions.set(size, known);
    return known === given;
  });
}
