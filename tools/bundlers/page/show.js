/**
 * Looks for faces in the sample photo, in the worker, and shows where they are and by what name
 * they are found again.
 *
 * @param {typeof import('@facegpu/pipeline')} facegpu
 * @param {Worker | URL} worker
 */
export async function show({ FacePipeline, Gallery }, worker) {
  const output = document.createElement('output');
  try {
    const faces = await FacePipeline.create({ models: 'models/', detector: 'tiny', worker });
    const response = await fetch('photos/sample1.jpg');
    const photo = await createImageBitmap(await response.blob());
    const found = await faces.detect(photo);
    const people = new Gallery(faces);
    for (const [index, face] of found.entries()) await people.enroll(`face ${index}`, face);
    const names = await Promise.all(found.map((face) => people.identify(face, { k: 1 })));
    await faces.dispose();
    const shown = found.map(({ box }, index) => {
      return { name: names[index]?.[0]?.name, x: Math.round(box.x), y: Math.round(box.y) };
    });
    output.textContent = JSON.stringify(shown);
  } catch (error) {
    output.textContent = String(error);
  }
  document.body.append(output);
}
