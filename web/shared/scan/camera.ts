// The camera at the back of the phone: its picture in a <video>, its frames for the decoder, its
// lamp. It is given back as soon as nobody looks.
import { onMounted, onUnmounted, ref, shallowRef, type Ref } from 'vue'
import { pixelsOf } from './pixels'

/** Why there is no picture. */
type CameraTrouble = 'insecure' | 'denied' | 'none' | 'busy'

const longSide_px = 1280

function troubleOf(error: unknown): CameraTrouble {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'none'
  return 'busy'
}

/** `look` is given one frame at a time, the next when it is done with the last. */
export function useCamera(video: Ref<HTMLVideoElement | undefined>, look: (frame: ImageData) => Promise<void>) {
  const trouble = ref<CameraTrouble>()
  const playing = ref(false)
  const torch = ref(false)
  const hasTorch = ref(false)
  const stream = shallowRef<MediaStream>()
  let wanted = false

  async function open() {
    if (stream.value) return
    wanted = true
    trouble.value = undefined
    if (!navigator.mediaDevices?.getUserMedia) {
      trouble.value = 'insecure'
      return
    }
    try {
      const found = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
      })
      stream.value = found
      if (!wanted || !video.value) return close()
      hasTorch.value = Boolean((found.getVideoTracks()[0].getCapabilities?.() as { torch?: boolean } | undefined)?.torch)
      video.value.srcObject = found
      await video.value.play()
      playing.value = true
      void watch(found)
    } catch (error) {
      // a page that is left or hidden stops the film before it has begun
      if (wanted) trouble.value = troubleOf(error)
      close()
    }
  }

  async function watch(watched: MediaStream) {
    while (stream.value === watched && video.value) {
      const { videoWidth, videoHeight } = video.value
      if (videoWidth) await look(pixelsOf(video.value, videoWidth, videoHeight, longSide_px))
      await new Promise(requestAnimationFrame)
    }
  }

  function close() {
    stream.value?.getTracks().forEach((track) => track.stop())
    stream.value = undefined
    wanted = playing.value = torch.value = hasTorch.value = false
  }

  async function switchTorch() {
    const track = stream.value?.getVideoTracks()[0]
    try {
      // not in the types yet
      await track?.applyConstraints({ advanced: [{ torch: !torch.value } as MediaTrackConstraintSet] })
      torch.value = !torch.value
    } catch {
      hasTorch.value = false // it has promised too much
    }
  }

  const followPage = () => (document.hidden ? close() : void open())
  onMounted(() => {
    document.addEventListener('visibilitychange', followPage)
    if (!document.hidden) void open()
  })
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', followPage)
    close()
  })
  return { trouble, playing, torch, hasTorch, open, switchTorch }
}
