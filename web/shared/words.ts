// Words that several pages use, and names of roles, kinds and states.
import { either, texts, type Words } from './text'

export const common = texts({
  back: ['返回', 'Back'],
  cancel: ['取消', 'Cancel'],
  close: ['关闭', 'Close'],
  confirm: ['确定', 'Confirm'],
  dark: ['深色', 'Dark'],
  english: ['English', '中文'],
  large: ['大字版', 'Large text'],
  loading: ['正在加载…', 'Loading…'],
  more: ['加载更多', 'Load more'],
  nothing: ['暂无内容', 'Nothing here'],
  retry: ['重试', 'Try again'],
  save: ['保存', 'Save'],
  search: ['搜索', 'Search'],
  signOut: ['退出登录', 'Sign out'],
})

/** A table of names by the server's own ids; what it does not know is shown as it is. */
export function names(words: Words) {
  const pairs = new Map(Object.entries(words))
  return (id: string | null | undefined) => {
    const pair = pairs.get(id ?? '')
    return pair ? either(...pair) : (id ?? '')
  }
}

export const roleName = names({
  officer: ['访企人员', 'Officer'],
  head: ['单位负责人', 'Head of unit'],
  clerk: ['单位经办人', 'Clerk'],
  contact: ['企业联系人', 'Enterprise contact'],
  guard: ['门岗', 'Guard'],
  coordinator: ['优化办', 'Coordinator'],
  supervisor: ['监督', 'Supervisor'],
  leader: ['市领导', 'Leader'],
  system: ['系统管理员', 'System administrator'],
  security: ['安全管理员', 'Security administrator'],
  audit: ['审计管理员', 'Audit administrator'],
})

export const pageName = names({
  '/head/': ['审批', 'Approvals'],
  '/officer/': ['访企', 'Visits'],
  '/contact/': ['企业', 'My enterprise'],
  '/gate/': ['门岗', 'Gate'],
  '/coordinator/': ['优化办工作台', 'Coordination desk'],
  '/supervisor/': ['监督工作台', 'Supervision desk'],
  '/leader/': ['总览', 'Overview'],
  '/system/': ['系统管理', 'System administration'],
  '/security/': ['安全管理', 'Security administration'],
  '/check/': ['核验访企码', 'Check a code'],
  '/published/': ['访企备案公开', 'Published filings'],
  '/audit/': ['审计管理', 'Audit'],
  '/notice/': ['通知书', 'Notice'],
})

export const kindName = names({
  research: ['调研', 'Research visit'],
  tour: ['参观', 'Tour'],
  service: ['服务', 'Service visit'],
  invited: ['企业邀请', 'By invitation'],
  inspection: ['行政检查', 'Inspection'],
  special: ['专项检查', 'Special inspection'],
  enforcement: ['行政执法', 'Enforcement'],
})

export const exemptionName = names({
  emergency: ['突发应急', 'Emergency'],
  safety: ['安全隐患', 'Safety hazard'],
  tip_off: ['投诉举报核查', 'Checking a tip-off'],
  recheck: ['整改复查', 'Re-check'],
})

export const approvalName = names({
  pending: ['待批准', 'Waiting for approval'],
  approved: ['已批准', 'Approved'],
  refused: ['未批准', 'Refused'],
  withdrawn: ['已撤回批准', 'Approval withdrawn'],
})

export const consentName = names({
  none: ['未答复', 'Not answered'],
  agreed: ['企业已同意', 'Agreed'],
  declined: ['企业不同意', 'Declined'],
})

export const lifeName = names({
  booked: ['已预约', 'Booked'],
  arrived: ['已进入', 'On site'],
  done: ['已结束', 'Done'],
  cancelled: ['已取消', 'Cancelled'],
  missed: ['未到访', 'Missed'],
})

export const codeName = names({ green: ['绿码', 'Green'], red: ['红码', 'Red'] })

export const industryName = names({
  nuclear: ['核技术应用', 'Nuclear technology'],
  electrical: ['输变电装备', 'Electrical equipment'],
  electronics: ['电子信息', 'Electronics'],
  nonferrous: ['有色金属', 'Non-ferrous metals'],
  salt_chemistry: ['盐卤化工', 'Salt-chloride chemistry'],
  steel_pipe: ['钢管及深加工', 'Steel pipe'],
  new_energy_vehicles: ['新能源汽车', 'New-energy vehicles'],
  ecological_farming: ['生态农业', 'Ecological farming'],
  logistics: ['现代物流', 'Logistics'],
  culture_tourism_health: ['文旅康养', 'Culture, tourism, health'],
  other: ['其他', 'Other'],
})

export const accountStateName = names({
  active: ['在用', 'Active'],
  locked: ['已停用', 'Locked'],
  forgotten: ['已删除', 'Forgotten'],
})
