import { Random } from '../dataset/random.ts';

/**
 * Chips of people who are told apart by a few blobs of colour: those of one person are shifted, and differ in
 * light and noise.
 *
 * @returns `[people · photos, side, side, 3]` from −1 to 1
 */
export function fakeChips(people: number, photos: number, side: number): Float32Array {
  const chips = new Float32Array(people * photos * side * side * 3);
  let at = 0;
  for (let person = 0; person < people; person++) {
    const own = new Random('person', person);
    const blobs = Array.from({ length: 5 }, () => ({
      x: own.uniform(0.2, 0.8),
      y: own.uniform(0.2, 0.8),
      size: own.uniform(0.05, 0.2),
      colour: [own.uniform(-1, 1), own.uniform(-1, 1), own.uniform(-1, 1)],
    }));
    for (let photo = 0; photo < photos; photo++) {
      const random = new Random('photo', person, photo);
      const [dx, dy, light] = [
        random.uniform(-0.06, 0.06),
        random.uniform(-0.06, 0.06),
        random.uniform(0.7, 1),
      ];
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
          for (let c = 0; c < 3; c++) {
            const sum = blobs.reduce((value, blob) => {
              const distance = Math.hypot(x / side - blob.x - dx, y / side - blob.y - dy);
              return value + blob.colour[c] * Math.exp(-((distance / blob.size) ** 2));
            }, 0);
            chips[at++] = Math.max(-1, Math.min(1, light * sum + random.uniform(-0.1, 0.1)));
          }
        }
      }
    }
  }
  return chips;
}
