// Films for the browser's camera: a code that the program drew, as a phone's camera would see it.
import { writeFileSync } from 'node:fs'
import { run, type City } from './city'

const width = 640
const height = 480
const quiet = 4

/** How the code is held: where in the picture, and in what light. */
export interface Scene {
  turn_degrees?: number
  /** How far its lower part leans away from the camera, or its upper when negative; `sideways`: its right or left. */
  lean_degrees?: number
  sideways?: boolean
  /** 1 is full daylight. */
  light?: number
  /** Of each pixel's brightness, up or down at most so much of 255. */
  noise?: number
  side_px?: number
}

type Modules = boolean[][]

function modulesOf(city: City, text: string): Modules {
  const svg = run(city, 'code', 'qr', '--format', 'svg', '--', text)
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)![1])
  const modules = Array.from({ length: size }, () => Array<boolean>(size).fill(false))
  for (const [, x, y, count] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) modules[Number(y)].fill(true, Number(x), Number(x) + Number(count))
  return modules
}

/** A generator of its own, so that a film is the same every time. */
function noiseOf(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
}

function frame(modules: Modules, scene: Scene, seed: number): Buffer {
  const { turn_degrees = 0, lean_degrees = 0, sideways = false, light = 1, noise = 0, side_px = 360 } = scene
  const [turn, lean] = [turn_degrees, lean_degrees].map((degrees) => (degrees * Math.PI) / 180)
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const away = 3 * side_px // as far as one holds a phone to see all of the code
  const span = modules.length + 2 * quiet
  const random = noiseOf(seed)
  const shade = (x: number, y: number) => {
    // from the picture back to the code: the lean first, then the turn
    const far = away / (away * Math.cos(lean) - (sideways ? x : y) * Math.sin(lean))
    const across = far * Math.cos(lean)
    const [u, v] = sideways ? [x * far, y * across] : [x * across, y * far]
    const column = Math.floor((cos * u + sin * v) / (side_px / span) + span / 2) - quiet
    const row = Math.floor((cos * v - sin * u) / (side_px / span) + span / 2) - quiet
    const inside = row >= -quiet && column >= -quiet && row < modules.length + quiet && column < modules.length + quiet
    if (!inside) return 90
    return modules[row]?.[column] ? 30 : 225
  }
  const picture = Buffer.alloc(width * height * 1.5, 128)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      // four points a pixel, as a lens blurs
      const [left, top] = [x - width / 2, y - height / 2]
      const sum = shade(left, top) + shade(left + 0.5, top) + shade(left, top + 0.5) + shade(left + 0.5, top + 0.5)
      picture[y * width + x] = Math.max(16, Math.min(235, (sum / 4) * light + random() * noise))
    }
  return picture
}

/** A film of `frames` frames, played round and round by the browser's fake camera. */
export function film(city: City, path: string, text: string, scene: Scene = {}, frames = 4) {
  const modules = modulesOf(city, text)
  const pieces: Uint8Array[] = [Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)]
  for (let index = 0; index < frames; index++) pieces.push(Buffer.from('FRAME\n'), frame(modules, scene, index + 1))
  writeFileSync(path, Buffer.concat(pieces))
  return path
}
