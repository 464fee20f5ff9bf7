// jsQR bears little noise and little perspective: the same picture smoother, and as seen from elsewhere.

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

/** As from a stand nearer to one side: `tilt` is by how much its edges grow and shrink. */
function seenFrom(image: ImageData, tilt: number, sideways: boolean): ImageData {
  const { width, height } = image
  const points = new Uint32Array(image.data.buffer)
  const out = new ImageData(width, height)
  const seen = new Uint32Array(out.data.buffer).fill(greyOf(128))
  const [left, top, side] = [width / 2, height / 2, Math.min(width, height)]
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const nearness = 1 + (tilt * (sideways ? x - left : y - top)) / side
      const [from_x, from_y] = [Math.round(left + (x - left) * nearness), Math.round(top + (y - top) * nearness)]
      if (from_x >= 0 && from_x < width && from_y >= 0 && from_y < height) seen[y * width + x] = points[from_y * width + from_x]
    }
  return out
}

const tilt = 0.25
/** One for each picture in turn, for a camera gives many. */
export const retouches: readonly ((image: ImageData) => ImageData)[] = [
  smooth,
  (image) => seenFrom(smooth(image), -tilt, false),
  (image) => seenFrom(smooth(image), tilt, false),
  (image) => seenFrom(smooth(image), -tilt, true),
  (image) => seenFrom(smooth(image), tilt, true),
]
