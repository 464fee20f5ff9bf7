// The verdict for ears and hands: two tones that nobody confuses, and two ways of trembling.
let context: AudioContext | undefined

/** At a press of anything: a browser lets nothing sound before. */
export function prepareSound() {
  try {
    context ??= 'AudioContext' in window ? new AudioContext() : undefined
  } catch {
    return // no sound device
  }
  context?.resume().catch(() => undefined)
}

interface Note {
  pitch_hz: number
  at_s: number
  lasts_s: number
}
const rising: readonly Note[] = [
  { pitch_hz: 880, at_s: 0, lasts_s: 0.14 },
  { pitch_hz: 1320, at_s: 0.16, lasts_s: 0.26 },
]
const low: readonly Note[] = [0, 0.3, 0.6].map((at_s) => ({ pitch_hz: 196, at_s, lasts_s: 0.22 }))

function play(notes: readonly Note[], type: OscillatorType) {
  if (context?.state !== 'running') return
  const volume = context.createGain()
  volume.gain.value = 0.5
  volume.connect(context.destination)
  for (const { pitch_hz, at_s, lasts_s } of notes) {
    const tone = context.createOscillator()
    tone.type = type
    tone.frequency.value = pitch_hz
    tone.connect(volume)
    tone.start(context.currentTime + at_s)
    tone.stop(context.currentTime + at_s + lasts_s)
  }
}

export function signal(code: 'green' | 'red') {
  play(code === 'green' ? rising : low, code === 'green' ? 'sine' : 'square')
  navigator.vibrate?.(code === 'green' ? [120] : [250, 120, 250, 120, 250])
}
