import { texts } from '@/shared/text'

export const t = texts({
  checkCode: ['核验访企码', 'Check a code'],
  paste: ['或粘贴码的文字', 'Or paste the text of the code'],
  check: ['核验', 'Check'],
  another: ['再核验一个', 'Check another'],

  genuineGreen: ['有效的绿码', 'Valid green code'],
  genuineGreenHelp: ['签名真实，是最新的码。', 'The signature is genuine, and it is the newest.'],
  earlyHelp: ['签名真实，是最新的码；还没到访企时间。', 'The signature is genuine, and it is the newest; the visit is not yet due.'],
  genuineRed: ['真实的红码', 'Genuine red code'],
  genuineRedHelp: ['签名真实，按下列原因不得进入。', 'The signature is genuine. They may not enter, for the reasons below.'],
  over: ['绿码已过期', 'The green code is over'],
  overHelp: ['签名真实，但访企时间已过。', 'The signature is genuine, but the time of the visit has passed.'],
  outdated: ['已作废', 'Revoked'],
  outdatedHelp: ['有更新的码。请来访人员刷新后重新出示。', 'There is a newer code. Ask the visitors to refresh and show it again.'],
  invalid: ['无效', 'Invalid'],
  invalidHelp: ['签名不对：码是伪造的，或已损坏。不要凭它放行。', 'The signature is wrong: the code is forged or damaged. Let nobody in on it.'],
  unknownKey: ['不认识签发者', 'Unknown issuer'],
  unknownKeyHelp: ['不是本市签发的码，无法核验。不要凭它放行。', 'It was not issued by this city and cannot be checked. Let nobody in on it.'],

  code: ['码', 'Code'],
  unit: ['访企单位', 'Unit'],
  enterprise: ['企业', 'Enterprise'],
  when: ['时间', 'When'],
  people: ['人数', 'People'],
  peopleMost: ['最多 {n} 人', 'at most {n}'],
  shortCode: ['短码', 'Short code'],
  issuer: ['签发', 'Issued'],
  issuedBy: ['{issuer}，{time}', '{issuer}, {time}'],
})
