// Keeps the screen lit while a code is held up, where the browser can.
interface Lock {
  release(): Promise<void>
}
const wakeLock = (navigator as { wakeLock?: { request(type: 'screen'): Promise<Lock> } }).wakeLock

/** Until the function that it returns is called. A browser drops the lock whenever the page is
 * hidden, so it is asked again. */
export function keepAwake(): () => void {
  let lock: Lock | undefined
  const take = async () => {
    if (document.visibilityState !== 'visible') return
    lock = await wakeLock?.request('screen').catch(() => undefined)
  }
  void take()
  document.addEventListener('visibilitychange', take)
  return () => {
    document.removeEventListener('visibilitychange', take)
    void lock?.release()
  }
}
