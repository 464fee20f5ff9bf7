// What the log can hold: each type of event as people call it, in the groups and the order in which a
// search offers them; test/events.test.ts holds them to src/audit/rule.def.
import type { Words } from './text'
import { names } from './words'

const groups: Record<string, Words> = {
  sign_in: {
    session_opened: ['登录', 'Signed in'],
    session_refused: ['登录失败', 'Sign-in refused'],
    account_shut: ['账号暂停登录', 'Account shut for a while'],
    person_password_set: ['设定密码', 'Password set'],
    person_second_factor_set: ['绑定身份验证器', 'Second factor set up'],
    person_recovery_code_used: ['使用恢复码', 'Recovery code used'],
    act_refused: ['操作被拒绝', 'Act refused'],
  },
  account: {
    person_created: ['新建账号', 'Account made'],
    person_edited: ['修改人员', 'Person changed'],
    person_roles_set: ['设定角色', 'Roles set'],
    person_locked: ['锁定账号', 'Account locked'],
    person_unlocked: ['解锁账号', 'Account unlocked'],
    person_token_issued: ['发放一次性登录码', 'One-time token issued'],
    person_second_factor_reset: ['解除身份验证器', 'Second factor reset'],
    person_forgotten: ['删除个人信息', 'Person forgotten'],
    delegation_made: ['委托', 'Delegation made'],
    delegation_revoked: ['撤销委托', 'Delegation revoked'],
  },
  visit: {
    visit_booked: ['预约', 'Booked'],
    visit_changed: ['修改', 'Changed'],
    visit_cancelled: ['取消', 'Cancelled'],
    visit_approved: ['单位负责人批准', 'Approved by the head'],
    visit_refused: ['单位负责人不批准', 'Refused by the head'],
    visit_withdrawn: ['单位负责人撤回批准', 'Approval withdrawn'],
    visit_agreed: ['企业同意', 'Enterprise agreed'],
    visit_declined: ['企业不同意', 'Enterprise declined'],
    visit_proposed: ['企业提议另一时间', 'Enterprise proposed another time'],
    visit_suggested: ['优化办建议合并', 'Coordinator suggested going together'],
    visit_joined: ['合并为综合查一次', 'Joined with another visit'],
    visit_left: ['退出合并', 'Left the joint visit'],
    visit_turned: ['码变化', 'Code turned'],
    visit_weighed: ['重新称量', 'Weighed again'],
    visit_missed: ['未到访', 'Missed'],
    visit_reported: ['报告结果', 'Outcome reported'],
    visit_frozen: ['监督冻结', 'Frozen'],
    visit_released: ['监督解除冻结', 'Released'],
  },
  gate: {
    visit_arrived: ['进入企业', 'Arrived'],
    visit_departed: ['离开企业', 'Departed'],
    visit_walked_in: ['未预约到访', 'Walked in'],
    gate_invited: ['邀请登记门岗', 'Gate invited'],
    gate_enrolled: ['登记门岗', 'Gate enrolled'],
    gate_revoked: ['注销门岗', 'Gate revoked'],
    key_adopted: ['启用密钥', 'Key adopted'],
    key_retired: ['停用密钥', 'Key retired'],
  },
  city: {
    unit_added: ['新增单位', 'Unit added'],
    unit_changed: ['修改单位', 'Unit changed'],
    enterprise_added: ['新增企业', 'Enterprise added'],
    enterprise_changed: ['修改企业', 'Enterprise changed'],
    site_added: ['新增场所', 'Site added'],
    site_changed: ['修改场所', 'Site changed'],
    item_added: ['新增事项', 'Item added'],
    item_changed: ['修改事项', 'Item changed'],
    policy_adopted: ['采用规则', 'Policy adopted'],
    filing_filed: ['备案', 'Filed'],
    filing_changed: ['修改备案', 'Filing changed'],
    filing_asked: ['申请追加', 'Amendment asked for'],
    filing_granted: ['同意追加', 'Amendment granted'],
    filing_refused: ['不同意追加', 'Amendment refused'],
    filings_published: ['公布备案', 'Filings published'],
  },
  watch: {
    rating_given: ['评价', 'Rating given'],
    complaint_made: ['投诉', 'Complaint made'],
    complaint_answered: ['答复投诉', 'Complaint answered'],
    complaint_overdue: ['投诉逾期未答复', 'Complaint overdue'],
    screen_made: ['新建大屏链接', 'Screen link made'],
    screen_opened: ['打开大屏链接', 'Screen link opened'],
    screen_revoked: ['撤销大屏链接', 'Screen link revoked'],
    subscriber_made: ['新建订阅', 'Subscriber made'],
    subscriber_deleted: ['删除订阅', 'Subscriber deleted'],
    subscriber_paused: ['订阅暂停', 'Subscriber paused'],
    subscriber_resumed: ['订阅恢复', 'Subscriber resumed'],
  },
}

export const eventGroups = Object.entries(groups).map(([group, types]) => ({ group, types: Object.keys(types) }))

export const eventGroupName = names({
  sign_in: ['登录', 'Signing in'],
  account: ['账号', 'Account'],
  visit: ['访企', 'Visits'],
  gate: ['门岗与密钥', 'Gates and keys'],
  city: ['单位、企业与规则', 'Directory and rules'],
  watch: ['监督与外部', 'Oversight and others'],
})

/** What happened, by the log's own name of it. */
export const eventName = names(Object.assign({}, ...Object.values(groups)) as Words)
