import { texts } from '@/shared/text'

export const t = texts({
  screens: ['功能', 'Screens'],
  skip: ['跳到内容', 'Skip to the content'],
})
