import { texts } from '@/shared/text'

export const t = texts({
  accounts: ['账号', 'Accounts'],
  created: ['开通时间', 'Added'],
  enterprise: ['企业', 'Enterprise'],
  forgotten: ['（个人信息已删除）', '(forgotten)'],
  login: ['登录名', 'Login'],
  name: ['姓名', 'Name'],
  no: ['未设', 'Not set up'],
  noAccount: ['没有符合条件的账号，请改换条件。', 'No account fits. Try other words.'],
  noRole: ['尚无角色', 'No role yet'],
  password: ['密码', 'Password'],
  phone: ['电话', 'Phone'],
  place: ['单位或企业', 'Unit or enterprise'],
  roles: ['角色', 'Roles'],
  search: ['姓名或登录名的一部分', 'Part of a name or login'],
  secondFactor: ['第二因素', 'Second factor'],
  site: ['门岗地点', 'Site'],
  state: ['状态', 'State'],
  unit: ['单位', 'Unit'],
  yes: ['已设', 'Set up'],
})
