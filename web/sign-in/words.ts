import { texts } from '@/shared/text'

export const t = texts({
  app: ['身份验证器', 'Authenticator app'],
  appHelp: [
    '用身份验证器应用（如微信小程序“身份验证器”、Google Authenticator、FreeOTP）扫描此二维码，再输入它显示的六位数字。',
    'Scan this with an authenticator app, such as FreeOTP or Google Authenticator, then enter the six digits it shows.',
  ],
  again: ['再输一次', 'Once more'],
  code: ['验证码', 'Code'],
  codeHelp: ['身份验证器上的六位数字，或一个恢复码', 'The six digits of your authenticator app, or a recovery code'],
  current: ['现在的密码', 'Current password'],
  differs: ['两次输入的密码不同', 'The two passwords differ'],
  login: ['账号', 'Login'],
  name: ['衡', 'Heng'],
  motto: ['访企预约 · 绿码通行', 'Visits booked beforehand, weighed and on record'],
  newPassword: ['设置新密码', 'Set a new password'],
  noHome: ['您的账号还没有角色，请联系安全管理员。', 'Your account has no role yet. Ask the security administrator for one.'],
  password: ['密码', 'Password'],
  passwordHelp: ['至少 10 个字', 'At least 10 characters'],
  recovery: ['恢复码', 'Recovery codes'],
  recoveryHelp: [
    '请抄下并妥善保存：手机丢失时，每个可用一次。它们不会再次显示。',
    'Write these down and keep them safe: each works once if you lose your phone. They are not shown again.',
  ],
  recoveryKept: ['我已保存', 'I have kept them'],
  secret: ['也可手动输入密钥', 'Or type this secret'],
  signIn: ['登录', 'Sign in'],
  token: ['一次性登录码', 'One-time token'],
  tokenHelp: ['首次登录或忘记密码时，由安全管理员给出', 'From the security administrator, for the first time or a forgotten password'],
  withPassword: ['密码登录', 'Password'],
  withToken: ['一次性登录码', 'One-time token'],
})
