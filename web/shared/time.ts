// Times as people of the city read them. The server speaks UTC, and says the city's offset.
import { either } from './text'

let offset_minutes = Number(localStorage.getItem('utc-offset-minutes') ?? 480)

export function setUtcOffset(minutes: number) {
  offset_minutes = minutes
  localStorage.setItem('utc-offset-minutes', String(offset_minutes))
}

const two = (value: number) => String(value).padStart(2, '0')
const minute_ms = 60_000
export const hour_ms = 60 * minute_ms
export const day_ms = 24 * hour_ms

type When = string | number | Date
/** A Date whose UTC fields are the city's wall clock. */
const wall = (time: When) => new Date(new Date(time).getTime() + offset_minutes * minute_ms)

/** "2026-05-07", the city's day. */
export function dayOf(time: When): string {
  return wall(time).toISOString().slice(0, 10)
}

/** "09:00" */
export function clockOf(time: When): string {
  return wall(time).toISOString().slice(11, 16)
}

/** "+08:00" */
export function utcOffset(): string {
  const minutes = Math.abs(offset_minutes)
  return `${offset_minutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** A day and a clock of the city, "2026-05-07" and "09:00", as the server takes them. */
export const momentOf = (day: string, clock: string) => `${day}T${clock}:00${utcOffset()}`

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * day_ms).toISOString().slice(0, 10)
}

export const today = () => dayOf(Date.now())

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const weekdays = { zh: ['日', '一', '二', '三', '四', '五', '六'], en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] }

/** 2026年5月7日 · 7 May 2026 */
export function showDay(time: When): string {
  const at = wall(time)
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()]
  return either(`${year}年${month + 1}月${day}日`, `${day} ${months[month]} ${year}`)
}

/** 2026年5月7日 09:00 · 7 May 2026 09:00 */
export const showTime = (time: When) => `${showDay(time)} ${clockOf(time)}`

/** 5月7日 周四 · Thu 7 May */
export function showShortDay(time: When): string {
  const at = wall(time)
  const [month, day, weekday] = [at.getUTCMonth(), at.getUTCDate(), at.getUTCDay()]
  return either(`${month + 1}月${day}日 周${weekdays.zh[weekday]}`, `${weekdays.en[weekday]} ${day} ${months[month]}`)
}

/** 2026年5月7日 09:00–11:00; both dates when it ends on another day. */
export function showSpan(start: When, end: When): string {
  return dayOf(start) === dayOf(end) ? `${showTime(start)}–${clockOf(end)}` : `${showTime(start)} – ${showTime(end)}`
}

/** The same without the year, for what is near: 5月7日 周四 09:00–11:00. */
export function showShortSpan(start: When, end: When): string {
  const last = dayOf(start) === dayOf(end) ? '' : `${showShortDay(end)} `
  return `${showShortDay(start)} ${clockOf(start)}–${last}${clockOf(end)}`
}

/** 10月 · Oct */
export function showMonth(day: string): string {
  const month = Number(day.slice(5, 7))
  return either(`${month}月`, months[month - 1])
}

/** The Monday that begins its week. */
export function weekOf(time: When): string {
  const weekday = (wall(time).getUTCDay() + 6) % 7
  return addDays(dayOf(time), -weekday)
}
