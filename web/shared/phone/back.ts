// The phone's own way back.
import { onMounted, onUnmounted, watch, type Ref } from 'vue'

/** What lies over a screen goes before the screen does, as on any phone; nothing typed below is lost. */
export function closedByBack(open: Ref<boolean>) {
  let entered = false // a step of the history stands for what is open
  function goBack(event: PopStateEvent) {
    if (!entered) return
    entered = open.value = false
    event.stopImmediatePropagation() // to the router nothing has happened
  }
  watch(
    open,
    (is) => {
      if (is === entered) return
      if (!is) return history.back()
      history.pushState(history.state, '')
      entered = true
    },
    { immediate: true },
  )
  onMounted(() => addEventListener('popstate', goBack, true))
  onUnmounted(() => removeEventListener('popstate', goBack, true))
}
