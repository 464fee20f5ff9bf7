// Decoders bear little noise and little perspective: the same picture smoother, and as seen from elsewhere.

const opaque = 0xff000000
const greyOf = (light: number) => opaque | (light * 0x010101)

/** Each point the mean of itself and its neighbours, in grey. */
function smooth({ data, width, height }: ImageData): ImageData {
  const out = new ImageData(width, height)
  const points = new Uint32Array(out.data.buffer)
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      let sum = 0
      for (let row = y - 1; row <= y + 1; row++)
        for (let at = 4 * (row * width + x - 1) + 1, end = at + 12; at < end; at += 4) sum += data[at]
      points[y * width + x] = greyOf(Math.round(sum / 9))
    }
  return out
}

/** As it would be if what leans in it stood upright: by how far its lower part, or its right, leans away. */
function upright(image: ImageData, lean_degrees: number, sideways: boolean): ImageData {
  const { width, height } = image
  const points = new Uint32Array(image.data.buffer)
  const out = new ImageData(width, height)
  const seen = new Uint32Array(out.data.buffer).fill(greyOf(128))
  const [sin, cos] = [Math.sin, Math.cos].map((of) => of((lean_degrees * Math.PI) / 180))
  const [left, top] = [width / 2, height / 2]
  // a code fills most of the picture, and is seen from about three times its size
  const away = 2 * Math.min(width, height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const nearness = away / (away + sin * (sideways ? x - left : y - top))
      const from_x = Math.round(left + (x - left) * nearness * (sideways ? cos : 1))
      const from_y = Math.round(top + (y - top) * nearness * (sideways ? 1 : cos))
      if (from_x >= 0 && from_x < width && from_y >= 0 && from_y < height) seen[y * width + x] = points[from_y * width + from_x]
    }
  return out
}

const leans_degrees = [55, -55, 40, -40, 20, -20]
/** One for each picture in turn, for a camera gives many. */
export const retouches: readonly ((image: ImageData) => ImageData)[] = [
  smooth,
  ...leans_degrees.flatMap((lean_degrees) =>
    [false, true].map((sideways) => (image: ImageData) => upright(smooth(image), lean_degrees, sideways)),
  ),
]
