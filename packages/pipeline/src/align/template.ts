import { FaceGpuError, type TemplatePoint } from '@facegpu/kernels';
import { kinds, schema } from '@facegpu/nn';
import { landmarkOrders, mapLandmarks } from '../landmark/orders.ts';
import { templates } from './templates.ts';

/**
 * Where landmarks lie in the aligned crops that a network was trained on: points in a square, with room
 * around it.
 */
export interface Template {
  /** What the landmarks are: a name of `landmark/orders.ts`. */
  readonly order: string;
  /** Side of the square. */
  readonly size: number;
  /** Room around the square, as a share of its side; none unless told. */
  readonly padding?: number | undefined;
  /** The landmark that the first point stands for; the first one unless told. */
  readonly firstLandmark?: number | undefined;
  /** x and y in the square, of consecutive landmarks. */
  readonly points: readonly (readonly [number, number])[];
  /** The landmarks that take part in the fit; all that have points unless told. */
  readonly fit?: readonly number[] | undefined;
  /** Where the numbers come from. */
  readonly source?: string | undefined;
}

/** A template of `align/templates.ts`. */
export interface NamedTemplate {
  readonly template: string;
  /** Room around its square; its own unless told. */
  readonly padding?: number | undefined;
}

/** The template that a model asks for, by its name or in numbers. */
export type Alignment = NamedTemplate | Template;

const { is, isRecord, listOf, maybe, of, table, text } = schema;

/** One of the names that a table has. */
const nameIn = (known: Readonly<Record<string, unknown>>) =>
  is(`one of ${Object.keys(known).join(', ')}`, (value) => {
    return typeof value === 'string' && Object.hasOwn(known, value);
  });

const padding = is(
  'a number above -0.5',
  (value) => Number.isFinite(value) && Number(value) > -0.5,
);

const landmark = of(kinds.whole(0, 65_535));

const named = table<NamedTemplate>({ template: nameIn(templates), padding: maybe(padding) });

const inNumbers = table<Template>({
  order: nameIn(landmarkOrders),
  size: is('a side above 0', (value) => Number.isFinite(value) && Number(value) > 0),
  padding: maybe(padding),
  firstLandmark: maybe(landmark),
  points: listOf(listOf(of(kinds.real), 2)),
  fit: maybe(listOf(landmark)),
  source: maybe(text),
});

/** An alignment, as a model file says it. */
export const alignmentSchema: schema.Schema = (value, path) => {
  if (isRecord(value) && Object.hasOwn(value, 'template')) return named(value, path);
  const flaw = inNumbers(value, path);
  if (flaw !== undefined) return flaw;
  const template = value as unknown as Template;
  const lost = fitOf(template).find((landmark) => !placeOf(template, landmark));
  return lost === undefined ? undefined : `${path}.fit has landmark ${lost}, which has no point`;
};

/**
 * Where landmarks of an order lie in an aligned crop, for a least-squares fit: x and y in pixels, and
 * how much each counts. The crop is `padding + 1 + padding` of the template's squares wide.
 *
 * Where a point of the template is the mean of several landmarks, all of them get its place and a share
 * of its weight: the fit is then the very one to their mean, since what the landmarks differ by among
 * themselves is the same for every transform.
 *
 * @param order of the landmarks: a name of `landmark/orders.ts`
 * @param size of the crop's side, in pixels
 * @throws FaceGpuError `bad-model` where the landmarks hold fewer than two points of the template
 */
export function templateOf(alignment: Alignment, order: string, size: number): TemplatePoint[] {
  const template = 'template' in alignment ? templates[alignment.template] : alignment;
  const room = alignment.padding ?? template.padding ?? 0;
  const map = mapLandmarks(order, template.order) ?? [];
  const scale = size / (2 * room + 1);
  const pixels = (place: number) => (place / template.size + room) * scale;
  const points = Array.from({ length: landmarkOrders[order].points }, () => {
    return { x: 0, y: 0, weight: 0 };
  });
  let fitted = 0;
  for (const landmark of fitOf(template)) {
    const place = placeOf(template, landmark);
    const members = map[landmark] ?? [];
    if (!place || members.length === 0) continue;
    fitted++;
    for (const member of members) {
      points[member] = { x: pixels(place[0]), y: pixels(place[1]), weight: 1 / members.length };
    }
  }
  if (fitted >= 2) return points;
  throw new FaceGpuError(
    'bad-model',
    `landmarks in the order ${order} hold ${fitted} points of a template of ${template.order}`,
    `Take a landmarker whose order leads to ${template.order}, or a recogniser with another template.`,
  );
}

function fitOf({ fit, firstLandmark = 0, points }: Template): readonly number[] {
  return fit ?? points.map((_, i) => firstLandmark + i);
}

function placeOf(
  { points, firstLandmark = 0 }: Template,
  landmark: number,
): readonly [number, number] | undefined {
  return points[landmark - firstLandmark];
}
