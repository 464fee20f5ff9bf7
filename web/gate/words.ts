import { texts } from '@/shared/text'

export const t = texts({
  again: ['再扫一个', 'Scan another'],
  scan: ['扫码', 'Scan'],
})
