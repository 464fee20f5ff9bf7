// How a page looks for this person: light or dark, and large text for elders.
import { computed, ref, watch, watchEffect } from 'vue'

function useMedia(query: string) {
  const media = matchMedia(query)
  const matches = ref(media.matches)
  media.addEventListener('change', () => (matches.value = media.matches))
  return matches
}
const deviceIsDark = useMedia('(prefers-color-scheme: dark)')
const onPaper = useMedia('print')

const chosen = ref(localStorage.getItem('shade'))
/** As the device has it, until this person chooses. */
export const dark = computed({
  get: () => chosen.value === 'dark' || (chosen.value !== 'light' && deviceIsDark.value),
  set: (on) => localStorage.setItem('shade', (chosen.value = on ? 'dark' : 'light')),
})

export const large = ref(localStorage.getItem('large') === 'yes')
watch(large, (on) => localStorage.setItem('large', on ? 'yes' : 'no'))

/** Paper is white; at once, for it is printed as soon as this has been heard. */
function dress() {
  const { classList } = document.documentElement
  const isDark = dark.value && !onPaper.value
  classList.toggle('dark', isDark)
  classList.toggle('van-theme-dark', isDark)
  classList.toggle('large', large.value)
}
watchEffect(dress, { flush: 'sync' })
