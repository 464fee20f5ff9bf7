import { texts } from '@/shared/text'

export const t = texts({
  visits: ['访企', 'Visits'],
})
