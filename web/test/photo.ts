// Photos of codes that the program drew, as a phone stores them.
import type { Browser } from 'playwright-core'
import { pictureOf } from './city'

/** Where in the photo, as parts of its width, height and shorter side. */
interface Placed {
  x: number
  y: number
  side: number
  turn_degrees?: number
  /** None: the code that the photo is of. */
  text?: string
}
export interface Shot {
  width_px: number
  height_px: number
  codes: readonly Placed[]
  /** As EXIF has it: 6 is a quarter turn to the right. */
  orientation?: number
  /** By how much its lower part leans away; seen from three times the size of its first code. */
  lean_degrees?: number
}

/** An APP1 segment with nothing but the orientation (Exif 2.3, section 4.6). */
function exif(orientation: number): Buffer {
  const tiff = Buffer.from('49492a0008000000' + '0100' + '120103000100000000000000' + '00000000', 'hex')
  tiff.writeUInt16LE(orientation, 18)
  const body = Buffer.concat([Buffer.from('Exif\0\0'), tiff])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

/** In the page: draws the pictures on a grey, uneven ground; base64 of a JPEG. */
async function draw({ shot, pictures }: { shot: Shot; pictures: string[] }): Promise<string> {
  const canvas = Object.assign(document.createElement('canvas'), { width: shot.width_px, height: shot.height_px })
  const context = canvas.getContext('2d')!
  const ground = context.createLinearGradient(0, 0, shot.width_px, shot.height_px)
  ground.addColorStop(0, '#667')
  ground.addColorStop(1, '#aa9')
  context.fillStyle = ground
  context.fillRect(0, 0, shot.width_px, shot.height_px)
  for (const [index, { x, y, side, turn_degrees = 0 }] of shot.codes.entries()) {
    const image = new Image()
    image.src = `data:image/png;base64,${pictures[index]}`
    await image.decode()
    const side_px = side * Math.min(shot.width_px, shot.height_px)
    context.save()
    context.translate(x * shot.width_px, y * shot.height_px)
    context.rotate((turn_degrees * Math.PI) / 180)
    context.drawImage(image, -side_px / 2, -side_px / 2, side_px, side_px)
    context.restore()
  }
  return canvas.toDataURL('image/jpeg', 0.8).split(',')[1]
}

export async function photo(browser: Browser, text: string, shot: Shot): Promise<Buffer> {
  const page = await browser.newPage()
  const pictures = shot.codes.map((placed) => pictureOf(placed.text ?? text).toString('base64'))
  let jpeg: Buffer = Buffer.from(await page.evaluate(draw, { shot, pictures }), 'base64')
  if (shot.lean_degrees) {
    const away_px = 3 * shot.codes[0].side * Math.min(shot.width_px, shot.height_px)
    await page.setViewportSize({ width: shot.width_px, height: shot.height_px })
    await page.setContent(`<body style="margin: 0; background: #778; perspective: ${away_px}px">
      <img style="transform: rotateX(${shot.lean_degrees}deg)" src="data:image/jpeg;base64,${jpeg.toString('base64')}">`)
    jpeg = await page.screenshot({ type: 'jpeg' })
  }
  await page.close()
  return shot.orientation ? Buffer.concat([jpeg.subarray(0, 2), exif(shot.orientation), jpeg.subarray(2)]) : jpeg
}
