import { texts } from '@/shared/text'

export const t = texts({
  amended: ['年中追加', 'Amended'],
  bodies: ['各单位备案', 'What each body filed'],
  code: ['统一社会信用代码', 'Unified social credit code'],
  codeHelp: ['营业执照上的 18 位代码', 'The 18 characters on the business licence'],
  consent: ['须企业同意：{kinds}', 'The enterprise must agree to: {kinds}'],
  day: ['同一天最多 {n} 次检查', 'At most {n} check on one day'],
  filed: ['年初备案', 'Filed'],
  month: ['同一月最多 {n} 次检查', 'At most {n} checks in one month'],
  noneFiled: ['没有单位为这家企业备案这一年的访企。', 'No body has filed visits to this enterprise for that year.'],
  notPublished: ['{year} 年的备案尚未公布。', 'The filings of {year} are not published yet.'],
  published: ['公布于 {day}', 'Published on {day}'],
  quiet: ['企业安静期：每月 {from} 日至 {to} 日', 'Quiet days: from the {from} to the {to} of each month'],
  repeat: ['同一事项 {n} 天内不重复检查', 'The same item is not checked again within {n} days'],
  rules: ['现行规则', 'The rules in force'],
  show: ['查看', 'Show'],
  title: ['访企备案公开', 'Published filings'],
  unit: ['单位', 'Body'],
  week: ['同一周最多 {n} 次检查', 'At most {n} checks in one week'],
  wrongCode: ['应为 18 位数字和大写字母', '18 digits and capital letters'],
  year: ['年份', 'Year'],
})
