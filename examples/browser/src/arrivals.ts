import type { ChipImage, Descriptor, FacePipeline } from '@facegpu/pipeline';
import { centralFace, chipFromJson } from '@facegpu/pipeline/faces';
import { chipFromUrl } from './chip.ts';
import type { FileFace, FilePerson } from './gallery-file.ts';
import type { Enrolment, PicturedFace } from './person.ts';
import { Slices } from './slices.ts';

/** What is needed of a pipeline. */
type Describes = Pick<FacePipeline, 'info' | 'descriptorOf' | 'detectIn'>;

/** People from elsewhere, by faces that can be compared here. */
export interface Arrivals {
  readonly people: readonly Enrolment[];
  /** How many faces can't be: another model made them, and their pictures don't show them well enough. */
  readonly lost: number;
}

/** How sure the detector must be of the face that a picture was cut about. */
const leastScore = 0.1;

/** Makes the descriptors of other models anew, of the pictures. */
export async function toArrivals(
  people: readonly FilePerson[],
  pipeline: Describes,
): Promise<Arrivals> {
  const slices = new Slices();
  const arrived: Enrolment[] = [];
  let lost = 0;
  for (const { name, faces } of people) {
    const own: PicturedFace[] = [];
    for (const face of faces) {
      const chip = await chipOf(face);
      const descriptor = await descriptorFor(face, chip, pipeline);
      if (descriptor) own.push({ ...descriptor, chip });
      else lost++;
      await slices.pause();
    }
    arrived.push({ name, faces: own });
  }
  return { people: arrived, lost };
}

async function chipOf({ portrait, chip }: FileFace): Promise<ChipImage | undefined> {
  if (chip) return chipFromJson(chip);
  return portrait === undefined ? undefined : chipFromUrl(portrait);
}

async function descriptorFor(
  { model, values }: Descriptor,
  chip: ChipImage | undefined,
  pipeline: Describes,
): Promise<Descriptor | undefined> {
  const { model: wanted } = pipeline.info;
  if (model === wanted) return { model, values };
  if (!chip) return undefined;
  if (cutOf(model) === cutOf(wanted)) return pipeline.descriptorOf(chip);
  const { faces, ...size } = await pipeline.detectIn(chip, { minScore: leastScore });
  return centralFace(faces, size)?.descriptor;
}

/** How chips are cut, as a model's stamp says it. */
function cutOf(model: string): string {
  return model.slice(model.lastIndexOf('/'));
}
