/* The routes of codes and gates. */
#include "gate/routes.h"

#include "gate/input.h"

/* Whose visit it is, those at the gate it goes to, and the supervisor. */
#define CODE_ROLES (ROLES_UNIT | ROLES_ENTERPRISE | ROLE_SUPERVISOR)
#define OF_VISIT                                                                                   \
  ROUTE_IN(struct visit_reference, visit_reference_in), ROUTE_ERRORS(ERROR_version_differs),       \
      .scope = visit_scope
#define PICTURE(suffix, stem, zh_help, en_help)                                                    \
  ROUTE(GET, "/api/visits/{visit}/code" suffix, stem, CODE_ROLES, .flags = ROUTE_BYTES, OF_VISIT,  \
        .zh = zh_help, .en = en_help)
const struct route gate_routes[] = {
    ROUTE(GET, "/api/visits/{visit}/code", visit_code, CODE_ROLES, OF_VISIT,
          ROUTE_OUT(struct code_view, code_view_fields),
          .zh = "访企码：当场签发的绿码或红码，及红的原因和办法。最新的码使此前的码作废。",
          .en = "The visit's code, signed on the spot: green, or red with the reasons and what "
                "would help. The newest code revokes those before it."),
    PICTURE(".txt", visit_code_text, "访企码的文本。", "The code's text."),
    PICTURE(".svg", visit_code_svg, "访企码的二维码（SVG）。", "The code as a QR code in SVG."),
    PICTURE(".png", visit_code_png, "访企码的二维码（PNG）。", "The code as a QR code in PNG."),
    ROUTE(POST, "/api/check", code_check, ROLE_ANYONE,
          ROUTE_IN(struct code_check_in, code_check_in_fields),
          ROUTE_OUT(struct code_check, code_check_fields), ROUTE_ERRORS(ERROR_bad_code),
          .zh = "任何人都可核验访企码：签名是否有效，码上写了什么，是否已被新码取代。",
          .en = "Anyone may check a code: whether its signature is valid, what it says, and "
                "whether a newer code has revoked it."),

    ROUTE(POST, "/api/enterprises/{enterprise}/sites/{site}/invite", gate_invite, ROLE_CONTACT,
          .flags = ROUTE_WRITES | ROUTE_SECRET | ROUTE_CREATES,
          ROUTE_IN(struct gate_invite_in, gate_invite_in_fields),
          ROUTE_OUT(struct gate_invitation, gate_invitation_fields), .scope = gate_site_scope,
          .zh = "为场所的一台门岗设备发接入码：一次有效，30 分钟内用。",
          .en =
              "A code by which one device becomes a gate of the site: good once, for 30 minutes."),
    ROUTE(POST, "/api/gates/enrol", gate_enrol, ROLE_ANYONE,
          .flags = ROUTE_WRITES | ROUTE_SECRET | ROUTE_CREATES,
          ROUTE_IN(struct gate_enrol_in, gate_enrol_in_fields),
          ROUTE_OUT(struct gate_enrolment, gate_enrolment_fields),
          ROUTE_ERRORS(ERROR_bad_enrolment), .zh = "门岗设备凭接入码换取令牌，令牌只属于该场所。",
          .en = "Trades the code for a token that is bound to the site."),
    ROUTE(GET, "/api/gates", gate_list, GATE_KEEPERS,
          ROUTE_IN(struct gate_list_in, gate_list_in_fields),
          ROUTE_OUT(struct page, gate_page_fields),
          .zh = "已接入的门岗，新的在前：企业看本企业的，安全管理员看全市的。",
          .en = "Gates that were enrolled, newest first: an enterprise's own, or for the security "
                "administrator all."),
    ROUTE(POST, "/api/gates/{gate}/revoke", gate_revoke, GATE_KEEPERS, .flags = ROUTE_WRITES,
          ROUTE_IN(struct gate_reference, gate_reference_fields),
          ROUTE_OUT(struct gate, gate_fields), ROUTE_ERRORS(ERROR_already_done),
          .scope = gate_scope, .zh = "停用一台门岗，其令牌立即失效。",
          .en = "Ends a gate: its token no longer counts."),

    ROUTE(POST, "/api/gate/check", gate_check, GATE_ROLES, .flags = ROUTE_UNTRACED,
          ROUTE_IN(struct gate_check_in, gate_check_in_fields),
          ROUTE_OUT(struct gate_check, gate_check_fields), ROUTE_ERRORS(ERROR_bad_code),
          .zh = "门岗扫码：放不放行，为什么，对来人怎么说。不留记录。",
          .en = "A scan at the gate: may they come in, why not, and what to say. Stores nothing."),
    ROUTE(POST, "/api/gate/arrive", gate_arrive, GATE_ROLES, .flags = ROUTE_WRITES,
          ROUTE_IN(struct gate_entry, gate_arrive_fields),
          ROUTE_OUT(struct scan_view, scan_view_fields),
          ROUTE_ERRORS(ERROR_not_found, ERROR_bad_code, ERROR_red_code, ERROR_wrong_state),
          .scope = gate_entry_scope,
          .zh =
              "登记到访。当场登记的红码不予放行；断网时的登记事后补传（带 scanned_at），照实记录。",
          .en = "They came in. At once, a red code is refused; told later (with `scanned_at`) by a "
                "gate that was offline, it is recorded as it was."),
    ROUTE(POST, "/api/gate/depart", gate_depart, GATE_ROLES, .flags = ROUTE_WRITES,
          ROUTE_IN(struct gate_entry, gate_depart_fields),
          ROUTE_OUT(struct scan_view, scan_view_fields),
          ROUTE_ERRORS(ERROR_not_found, ERROR_bad_code, ERROR_red_code, ERROR_wrong_state),
          .scope = gate_entry_scope, .zh = "登记离开。", .en = "They left."),
    ROUTE(POST, "/api/gate/walk-in", gate_walk_in, GATE_ROLES,
          .flags = ROUTE_WRITES | ROUTE_CREATES, ROUTE_IN(struct gate_entry, gate_walk_in_fields),
          ROUTE_OUT(struct scan_view, scan_view_fields), ROUTE_ERRORS(ERROR_no_policy),
          .zh = "登记未预约而来的访客，并给出签名的红码。",
          .en = "They came without a booking: recorded, and answered with a signed red slip."),
    ROUTE(POST, "/api/gate/upload", gate_upload, GATE_ROLES, .flags = ROUTE_WRITES,
          .body_most = 512 * 1024, ROUTE_IN(struct gate_upload, gate_upload_fields),
          ROUTE_OUT(struct gate_uploaded, gate_uploaded_fields),
          .zh = "补传断网期间的登记：逐条记录或说明不能记录的原因，重复上传不会重复登记。",
          .en = "The queue of a gate that was offline: each entry is recorded, or refused with the "
                "reason; sending it again changes nothing."),
    ROUTE(GET, "/api/gate/today", gate_today, GATE_ROLES, .flags = ROUTE_BYTES,
          ROUTE_IN(struct gate_today_in, gate_today_fields), ROUTE_ERRORS(ERROR_too_large),
          .zh = "今日名单：签名、带时间，供断网时核对（COSE_Sign1，CBOR）。",
          .en = "Today's list for the site, signed and dated, for a gate that goes offline "
                "(COSE_Sign1 of CBOR, seal/daylist.h)."),
    {0},
};
