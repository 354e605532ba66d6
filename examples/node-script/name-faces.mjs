// Names the faces of a photo by portraits: node name-faces.mjs party.jpg Ada=ada.jpg Bea=bea.jpg
import { FaceGpuError, FacePipeline, Gallery } from '@facegpu/pipeline';
import { largestFace } from '@facegpu/pipeline/faces';

const [photo, ...portraits] = process.argv.slice(2);
if (photo === undefined || portraits.length === 0) {
  console.error('usage: node name-faces.mjs PHOTO NAME=PORTRAIT…');
  process.exit(2);
}

const faces = await FacePipeline.create({ detector: 'tiny' });
try {
  const people = new Gallery(faces);
  for (const portrait of portraits) {
    const [name, file] = portrait.split('=');
    const face = largestFace(await faces.detect(file));
    if (face) await people.enroll(name, face);
    else console.error(`${file}: no face`);
  }
  for (const { face, matches } of await faces.identify(photo, people)) {
    const [best] = matches;
    const { x, y } = face.box;
    console.log(`${best?.same ? best.name : 'unknown'} at (${x.toFixed(0)}, ${y.toFixed(0)})`);
  }
} catch (error) {
  // What went wrong, and what to do about it.
  if (!(error instanceof FaceGpuError)) throw error;
  console.error(`${error.message}. ${error.fix}`);
  process.exitCode = 1;
} finally {
  await faces.dispose();
}
