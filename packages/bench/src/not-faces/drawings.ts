import sharp from 'sharp';

const side = 320;

/** Numbers from 0 to below 1, the same every time. */
const sequence = (seed: number) => () => {
  seed = (seed * 1664525 + 1013904223) % 2 ** 32;
  return seed / 2 ** 32;
};

const made =
  (count: number, make: (next: () => number, index: number) => Promise<Buffer>) =>
  (seed: number): Promise<Buffer[]> =>
    Promise.all(Array.from({ length: count }, (_, i) => make(sequence(seed + i), i)));

/** Noise, stripes, checks and rings, in one colour each: 40 PNG files of 320×320. */
export const drawPatterns = made(40, (next, index) => {
  const [a, b, c, d] = Array.from({ length: 4 }, next);
  const shade = [255 * a, 255 * b, 255 * c];
  const tint = (value: number) => shade.map((own) => own * value);
  const kinds: ((x: number, y: number) => number[])[] = [
    () => tint(next()),
    (x, y) => tint(0.5 + 0.5 * Math.sin((x * a + y * b) * (0.05 + c / 2))),
    (x, y) => tint((Math.floor(x / (8 + 60 * a)) + Math.floor(y / (8 + 60 * b))) % 2),
    (x, y) => tint(0.5 + 0.5 * Math.sin(Math.hypot(x - 160, y - 160) * (0.03 + d / 5))),
  ];
  return pattern(kinds[index % kinds.length]);
});

/** Ellipses and rectangles at random: 40 PNG files of 320×320. */
export const drawShapes = made(40, (next) => {
  const shapes = Array.from({ length: 25 }, () => {
    const [x, y, w, h] = Array.from({ length: 4 }, () => Math.round(next() * side));
    const fill = `hsl(${Math.round(next() * 360)} ${Math.round(next() * 80)}% ${Math.round(20 + next() * 60)}%)`;
    return next() < 0.5
      ? `<ellipse cx="${x}" cy="${y}" rx="${w / 4}" ry="${h / 4}" fill="${fill}"/>`
      : `<rect x="${x}" y="${y}" width="${w / 2}" height="${h / 2}" fill="${fill}"/>`;
  });
  return drawing(shapes.join(''));
});

/** Faces as a child draws them: 40 PNG files of 320×320. */
export const drawFaces = made(40, (next) => {
  const skin = `hsl(${Math.round(15 + next() * 25)} 50% ${Math.round(35 + next() * 45)}%)`;
  const [eye, gap, mouth, wide] = [
    5 + 10 * next(),
    25 + 20 * next(),
    20 + 25 * next(),
    70 + 20 * next(),
  ];
  return drawing(`
    <ellipse cx="160" cy="160" rx="${wide}" ry="${wide * 1.3}" fill="${skin}" stroke="#333" stroke-width="3"/>
    <circle cx="${160 - gap}" cy="140" r="${eye}" fill="#222"/><circle cx="${160 + gap}" cy="140" r="${eye}" fill="#222"/>
    <path d="M160 150 l-8 35 h16" fill="none" stroke="#333" stroke-width="4"/>
    <path d="M${160 - mouth} 215 Q160 ${225 + 20 * next()} ${160 + mouth} 215" fill="none" stroke="#722" stroke-width="7"/>`);
});

/** A picture of what a function says of each pixel: red, green and blue from 0 to 255. */
function pattern(colour: (x: number, y: number) => readonly number[]): Promise<Buffer> {
  const data = Buffer.alloc(side * side * 3);
  for (let i = 0; i < side * side; i++) {
    colour(i % side, Math.floor(i / side)).forEach((value, k) => {
      data[i * 3 + k] = value;
    });
  }
  return sharp(data, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}

function drawing(inner: string): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="${side}" height="${side}" fill="#dde"/>${inner}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}
