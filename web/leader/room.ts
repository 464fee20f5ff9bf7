// On a wall nobody scrolls: a panel shows as many whole rows as it has room for.
import { computed, onMounted, onUnmounted, ref, type Ref } from 'vue'

const wide = matchMedia('(min-width: 1200px)')
const onWall = ref(wide.matches)
wide.addEventListener('change', () => (onWall.value = wide.matches))

/** How many rows of so many rem fit into `place`; `otherwise`, where the page scrolls. */
export function useRoom(place: Ref<HTMLElement | undefined>, row_rem: number, otherwise: number) {
  const fit = ref(otherwise)
  const watched = new ResizeObserver(() => {
    const rem_px = parseFloat(getComputedStyle(document.documentElement).fontSize)
    fit.value = Math.max(1, Math.floor(place.value!.clientHeight / (row_rem * rem_px)))
  })
  onMounted(() => watched.observe(place.value!))
  onUnmounted(() => watched.disconnect())
  return computed(() => (onWall.value ? fit.value : otherwise))
}
