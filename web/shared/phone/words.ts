import { texts } from '@/shared/text'

export const t = texts({
  me: ['我的', 'Me'],
  password: ['修改密码', 'Change password'],
  secondFactor: ['绑定身份验证器', 'Set up an authenticator app'],
})
