// How a page looks for this person: light or dark, and large text for elders.
import { ref, watchEffect } from 'vue'

export type Shade = 'light' | 'dark' | 'system'

const kept = localStorage.getItem('shade')
export const shade = ref<Shade>(kept === 'light' || kept === 'dark' ? kept : 'system')
export const large = ref(localStorage.getItem('large') === 'yes')
/** Whether it is dark now. */
export const dark = ref(false)

const system = matchMedia('(prefers-color-scheme: dark)')
const systemIsDark = ref(system.matches)
system.addEventListener('change', () => (systemIsDark.value = system.matches))
const paper = matchMedia('print')
const onPaper = ref(paper.matches)
paper.addEventListener('change', () => (onPaper.value = paper.matches))

watchEffect(() => {
  dark.value = shade.value === 'system' ? systemIsDark.value : shade.value === 'dark'
  localStorage.setItem('shade', shade.value)
  localStorage.setItem('large', large.value ? 'yes' : 'no')
})

/** Paper is white; at once, for it is printed as soon as this has been heard. */
function dress() {
  const { classList } = document.documentElement
  classList.toggle('dark', dark.value && !onPaper.value)
  classList.toggle('van-theme-dark', dark.value && !onPaper.value)
  classList.toggle('large', large.value)
}
watchEffect(dress, { flush: 'sync' })
