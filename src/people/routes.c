/* The routes of people: who may do what to an account. */
#include "people/routes.h"

#include "people/operations.h"

#define WRITES     .flags = ROUTE_WRITES
#define PERSON_OUT ROUTE_OUT(struct person_view, person_view_fields)

const struct route people_routes[] = {
    /* ---- signing in ---- */
    ROUTE(POST, "/api/session", session_open, ROLE_ANYONE,
          .flags = ROUTE_WRITES | ROUTE_CREATES | ROUTE_SECRET,
          ROUTE_IN(struct session_open_in, session_open_fields),
          ROUTE_OUT(struct session_view, session_view_fields),
          ROUTE_ERRORS(ERROR_bad_login, ERROR_second_factor_wanted, ERROR_bad_second_factor,
                       ERROR_account_locked, ERROR_no_role),
          .zh = "用账号和密码登录；已绑定验证器的还要验证码。连续错十次起账号暂时关闭，"
                "从一分钟到一小时。不存在的账号、错误的密码与暂时关闭的账号回答相同。",
          .en = "Signs in by login and password, with the second factor where one is set up. From "
                "the tenth failure in a row the account is shut for a while, a minute to an hour. "
                "An unknown login, a wrong password and a shut account answer alike.",
          .prepare = session_open_prepare, .refused = attempt_refused),
    ROUTE(POST, "/api/session/token", session_redeem, ROLE_ANYONE,
          .flags = ROUTE_WRITES | ROUTE_CREATES | ROUTE_SECRET,
          ROUTE_IN(struct session_redeem_in, session_redeem_fields),
          ROUTE_OUT(struct session_view, session_view_fields),
          ROUTE_ERRORS(ERROR_bad_token, ERROR_no_role),
          .zh = "用一次性登录码登录。该码只能用一次，一天内有效；本次登录视为已过第二因素，"
                "可直接设置密码、绑定验证器。",
          .en = "Signs in by a one-time token, good for one day. The session counts as one with a "
                "second factor, and may set a password without the current one."),
    ROUTE(GET, "/api/session", session_read, ROLES_CALLER, .flags = ROUTE_SETTLING_IN,
          ROUTE_OUT(struct session_view, session_view_fields),
          .zh = "我是谁：姓名、角色、单位或企业、代批权限、会话何时结束、接下来应先办什么。",
          .en = "Who am I: name, roles, unit or enterprise, power delegated to me, when the "
                "session ends, and what to do first."),
    ROUTE(DELETE, "/api/session", session_close, ROLES_PERSON,
          .flags = ROUTE_WRITES | ROUTE_SETTLING_IN | ROUTE_UNTRACED,
          ROUTE_IN(struct session_close_in, session_close_fields),
          .zh = "退出登录；all 为真时在所有设备上退出。", .en = "Signs out, here or everywhere."),
    /* ---- one's own account ---- */
    ROUTE(GET, "/api/me", me_read, ROLE_ANYONE, .flags = ROUTE_SETTLING_IN,
          ROUTE_OUT(struct me_view, me_view_fields),
          .zh = "页面打开时问：谁在登录（没有则为空，不算错误），本市用什么时间。",
          .en = "What a page asks when it opens: who is signed in, which may be nobody, and the "
                "city's time."),
    ROUTE(PUT, "/api/me/password", password_change, ROLES_PERSON,
          .flags = ROUTE_WRITES | ROUTE_SETTLING_IN | ROUTE_SECRET,
          ROUTE_IN(struct password_change_in, password_change_fields),
          ROUTE_ERRORS(ERROR_bad_login, ERROR_weak_password),
          .zh =
              "设置自己的密码，并在其他设备上退出。须填现密码；用一次性登录码登录后的第一次除外。",
          .en = "Sets one's own password and signs out everywhere else. Takes the current one, but "
                "for the first time in a session opened by a one-time token.",
          .prepare = password_change_prepare, .refused = attempt_refused),
    ROUTE(POST, "/api/me/second-factor", second_factor_begin, ROLES_PERSON,
          .flags = ROUTE_WRITES | ROUTE_SETTLING_IN | ROUTE_SECRET,
          ROUTE_IN(struct second_factor_in, second_factor_begin_fields),
          ROUTE_OUT(struct second_factor_view, second_factor_view_fields),
          ROUTE_ERRORS(ERROR_second_factor_wanted, ERROR_bad_second_factor),
          .zh = "开始绑定验证器，给出密钥；确认后才生效。已绑定的须先出示现在的验证码或恢复码。",
          .en = "Begins to set up an authenticator app; nothing changes until it is confirmed. "
                "Whoever has one already shows its code, or a recovery code.",
          .refused = attempt_refused),
    ROUTE(POST, "/api/me/second-factor/confirm", second_factor_confirm, ROLES_PERSON,
          .flags = ROUTE_WRITES | ROUTE_SETTLING_IN | ROUTE_SECRET,
          ROUTE_IN(struct second_factor_in, second_factor_confirm_fields),
          ROUTE_OUT(struct recovery_view, recovery_view_fields),
          ROUTE_ERRORS(ERROR_bad_second_factor, ERROR_wrong_state),
          .zh = "用验证器上的六位数字确认绑定；给出八个恢复码，各用一次，只显示这一回。",
          .en = "Confirms the app by its six digits and gives eight recovery codes, each good for "
                "once, shown only here."),
    /* ---- accounts ---- */
    ROUTE(POST, "/api/people", person_create, ROLE_SYSTEM, .flags = ROUTE_WRITES | ROUTE_CREATES,
          ROUTE_IN(struct person_created, person_new_fields), PERSON_OUT, ROUTE_ERRORS(ERROR_taken),
          .zh = "新建账号，尚无角色：角色由安全管理员授予，登录码也由其发放。",
          .en = "Adds an account without a role: roles and the first token are the security "
                "administrator's to give."),
    ROUTE(GET, "/api/people", person_list, ROLES_ADMINISTRATOR,
          ROUTE_IN(struct person_list_in, person_list_fields),
          ROUTE_OUT(struct page, person_page_fields),
          .zh = "账号列表，可按姓名或账号的一部分、单位、企业、角色、状态筛选。",
          .en = "Lists accounts, by part of a name or login, unit, enterprise, role or state."),
    ROUTE(GET, "/api/people/{person}", person_read, ROLES_ADMINISTRATOR,
          ROUTE_IN(struct person_in, person_in_fields), PERSON_OUT,
          ROUTE_ERRORS(ERROR_version_differs), .zh = "查看一个账号。", .en = "Reads an account.",
          .scope = person_read_scope),
    ROUTE(PUT, "/api/people/{person}", person_change, ROLE_SYSTEM,
          .flags = ROUTE_WRITES | ROUTE_EDITS,
          ROUTE_IN(struct person_change_in, person_change_fields), PERSON_OUT,
          .zh = "修改姓名、电话、单位、企业、门岗地点。调到别处的人不再有原处的角色。",
          .en = "Changes name, phone, unit, enterprise and site. Whoever moves leaves the roles "
                "of the old place behind.",
          .scope = person_scope),
    ROUTE(POST, "/api/people/{person}/forget", person_forget, ROLE_SYSTEM, WRITES,
          ROUTE_IN(struct person_in, person_in_fields),
          ROUTE_ERRORS(ERROR_version_differs, ERROR_wrong_state),
          .zh = "删除一个人的个人信息：账号变为空白，日志中有关其本人的私密值与盐一并抹去，"
                "各项证明仍然成立。须先停用账号并收回全部角色。不可恢复。",
          .en = "Forgets a person: blanks the account and erases the private values and salts of "
                "all events about them; every proof still holds. The account must be locked and "
                "without roles. There is no way back.",
          .scope = person_scope),
    ROUTE(
        PUT, "/api/people/{person}/roles", person_grant, ROLE_SECURITY,
        .flags = ROUTE_WRITES | ROUTE_EDITS, ROUTE_IN(struct person_roles_in, person_roles_fields),
        PERSON_OUT, ROUTE_ERRORS(ERROR_own_account, ERROR_roles_conflict, ERROR_role_needs_place),
        .zh = "授予一个人的全部角色（空列表为收回）；其各处登录随即结束。三员互斥，也不兼其他角色；"
              "单位角色须有单位，企业角色须有企业。",
        .en = "Sets all roles of a person, none for an empty list, and ends their sessions. The "
              "three administrators exclude one another and all other roles; roles of a unit "
              "need a unit, those of an enterprise an enterprise.",
        .scope = person_scope),
    ROUTE(POST, "/api/people/{person}/lock", person_lock, ROLE_SYSTEM | ROLE_SECURITY, WRITES,
          ROUTE_IN(struct person_in, person_in_fields), PERSON_OUT,
          ROUTE_ERRORS(ERROR_version_differs, ERROR_own_account, ERROR_already_done),
          .zh = "停用账号：各处登录立即结束，其所作的代批授权停止。",
          .en = "Locks an account: its sessions end at once and what it delegated rests.",
          .scope = person_scope),
    ROUTE(POST, "/api/people/{person}/unlock", person_unlock, ROLE_SECURITY, WRITES,
          ROUTE_IN(struct person_in, person_in_fields), PERSON_OUT,
          ROUTE_ERRORS(ERROR_version_differs, ERROR_own_account),
          .zh = "恢复账号，也清除错误次数。",
          .en = "Unlocks an account, and forgets its failed attempts.", .scope = person_scope),
    ROUTE(POST, "/api/people/{person}/token", person_token, ROLE_SECURITY,
          .flags = ROUTE_WRITES | ROUTE_CREATES | ROUTE_SECRET,
          ROUTE_IN(struct person_in, person_in_fields),
          ROUTE_OUT(struct token_view, token_view_fields),
          ROUTE_ERRORS(ERROR_version_differs, ERROR_own_account, ERROR_account_locked),
          .zh =
              "发一次性登录码，供首次登录或忘记密码时用。原密码、以前的登录码和各处登录随即作废。",
          .en = "Issues a one-time token, for the first time or a forgotten password. The old "
                "password, earlier tokens and all sessions end.",
          .scope = person_scope),
    ROUTE(DELETE, "/api/people/{person}/second-factor", person_reset_second_factor, ROLE_SECURITY,
          WRITES, ROUTE_IN(struct person_in, person_in_fields), PERSON_OUT,
          ROUTE_ERRORS(ERROR_version_differs, ERROR_own_account, ERROR_already_done),
          .zh = "解除验证器和恢复码，供遗失手机时用；各处登录随即结束。",
          .en = "Takes away the second factor, for a lost phone, and ends all sessions.",
          .scope = person_scope),
    /* ---- colleagues ---- */
    ROUTE(POST, "/api/colleagues", colleague_add, ROLE_HEAD | ROLE_CONTACT,
          .flags = ROUTE_WRITES | ROUTE_CREATES | ROUTE_SECRET,
          ROUTE_IN(struct colleague_new, colleague_new_fields),
          ROUTE_OUT(struct token_view, token_view_fields),
          ROUTE_ERRORS(ERROR_taken, ERROR_wrong_role),
          .zh = "为本单位（负责人）或本企业（联系人）的同事开通账号并发一次性登录码。",
          .en = "Lets a colleague act: a head adds officers and clerks of the own unit, a contact "
                "contacts and guards of the own enterprise. Answers with a one-time token."),
    ROUTE(GET, "/api/colleagues", colleague_list, ROLES_UNIT | ROLES_ENTERPRISE,
          ROUTE_IN(struct colleague_list_in, colleague_list_fields),
          ROUTE_OUT(struct page, colleague_page_fields), .zh = "本单位或本企业的同事。",
          .en = "Lists the people of one's own unit or enterprise."),
    ROUTE(PUT, "/api/colleagues/{person}/roles", colleague_grant, ROLE_HEAD | ROLE_CONTACT, WRITES,
          ROUTE_IN(struct person_roles_in, person_roles_fields),
          ROUTE_ERRORS(ERROR_version_differs, ERROR_own_account, ERROR_wrong_role),
          .zh = "设置同事的角色；空列表即不再让其办理。负责人只能授予和收回经办人、文员，"
                "联系人只能授予和收回联系人、门岗。",
          .en = "Sets a colleague's roles; an empty list removes them. A head gives and takes "
                "officer and clerk, a contact contact and guard.",
          .scope = person_scope),
    /* ---- delegation ---- */
    ROUTE(POST, "/api/delegations", delegation_make, ROLE_HEAD,
          .flags = ROUTE_WRITES | ROUTE_CREATES,
          ROUTE_IN(struct delegation_new, delegation_new_fields),
          ROUTE_OUT(struct delegation_view, delegation_view_fields),
          ROUTE_ERRORS(ERROR_own_account, ERROR_wrong_role),
          .zh = "负责人授权本单位同事在一段时间内代批，最长九十天；负责人自己的权限不变，"
                "受托人不能再转授。",
          .en = "A head lets a colleague of the unit approve for a time, 90 days at most. The "
                "head's own power stays; a delegate does not delegate on.",
          .scope = delegate_scope),
    ROUTE(GET, "/api/delegations", delegation_list, ROLES_UNIT,
          ROUTE_IN(struct colleague_list_in, colleague_list_fields),
          ROUTE_OUT(struct page, delegation_page_fields), .zh = "本单位的代批授权，包括已结束的。",
          .en = "Lists the unit's delegations, past ones too."),
    ROUTE(DELETE, "/api/delegations/{delegation}", delegation_revoke, ROLE_HEAD, WRITES,
          ROUTE_IN(struct delegation_in, delegation_in_fields),
          ROUTE_OUT(struct delegation_view, delegation_view_fields),
          ROUTE_ERRORS(ERROR_already_done), .zh = "收回代批授权，立即生效。",
          .en = "Revokes a delegation, at once.", .scope = delegation_scope),
    /* ---- audit ---- */
    ROUTE(GET, "/api/events", event_search, ROLE_AUDIT,
          ROUTE_IN(struct event_search_in, event_search_fields),
          ROUTE_OUT(struct event_page, event_page_fields),
          .zh = "查谁在何时做了什么，新的在前，可按类型、行为人、对象、时间筛选。"
                "访企等业务事件只显示类型、时间、行为人和对象。",
          .en = "Searches who did what when, newest first, by type, person, subject and time. Of "
                "business events it shows type, time, who and about what, not what they say."),
    {0},
};
