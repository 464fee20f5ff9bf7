// The pixels of a film or a photo, no larger than a decoder needs.
let canvas: HTMLCanvasElement | undefined

export function pixelsOf(source: CanvasImageSource, width: number, height: number, longSide_px: number): ImageData {
  const scale = Math.min(1, longSide_px / Math.max(width, height))
  canvas ??= document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

async function load(url: string): Promise<HTMLImageElement> {
  const image = new Image()
  image.src = url
  await image.decode()
  return image
}

/** The photo's pixels, at each of these sizes: a code that fills a sharp photo is found in a small one. */
export async function* pixelsOfPhoto(photo: Blob, longSides_px: readonly number[]) {
  const url = URL.createObjectURL(photo)
  try {
    const image = await load(url)
    for (const longSide_px of longSides_px)
      yield pixelsOf(image, image.naturalWidth, image.naturalHeight, longSide_px)
  } finally {
    URL.revokeObjectURL(url)
  }
}
