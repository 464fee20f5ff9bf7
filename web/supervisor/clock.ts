// How long there still is until something is due, as people say it.
import { onScopeDispose, ref } from 'vue'
import { hour_ms } from '@/shared/time'
import { t } from './words'

const minute_ms = 60_000

/** The time now, which goes on while the screen is shown. */
export function useNow() {
  const now = ref(Date.now())
  const ticking = setInterval(() => (now.value = Date.now()), minute_ms)
  onScopeDispose(() => clearInterval(ticking))
  return now
}

export function showLeft(due: string, now: number): string {
  const hours = Math.floor((new Date(due).getTime() - now) / hour_ms)
  if (hours < 0) return t('overdue')
  return hours < 48 ? t('dueIn', { hours }) : t('dueInDays', { days: Math.floor(hours / 24) })
}
