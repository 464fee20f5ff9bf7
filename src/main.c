/* heng: the table of subcommands. Each lives beside what it is about. */
#include <stdio.h>

#include "audit/audit_commands.h"
#include "base/command.h"
#include "base/version.h"
#include "demo/demo_commands.h"
#include "gate/gate_commands.h"
#include "http/http_commands.h"
#include "import/import_commands.h"
#include "log/log_commands.h"
#include "people/people_commands.h"
#include "seal/code_commands.h"
#include "visit/visit_commands.h"

static const struct command commands[];

static int help_command(const struct command_call *call) {
  if (command_has(call, "--man") || command_has(call, "--completion")) {
    struct buffer out = BUFFER(call->arena);
    if (command_has(call, "--man"))
      command_man(commands, &out);
    else
      command_completion(commands, &out);
    fwrite(out.at, 1, out.length, stdout);
    return EXIT_FINE;
  }
  if (call->argument_count == 0) {
    command_help(commands, call->chinese);
    return EXIT_FINE;
  }
  char *words[3];
  for (size_t i = 0; i < call->argument_count; i++) words[i] = (char *)call->arguments[i];
  words[call->argument_count] = (char *)"--help";
  return command_run(commands, (int)call->argument_count + 1, words);
}

static int version_command(const struct command_call *call) {
  (void)call;
  puts("heng " HENG_VERSION);
  return EXIT_FINE;
}

static const struct option_entry help_options[] = {
    {"--man", NULL, "输出手册页（roff）", "print the man page (roff)"},
    {"--completion", NULL, "输出 bash 补全脚本", "print the bash completion script"},
    {0},
};

static const struct command commands[] = {
    {"serve", NULL, 0, "运行服务", "run the server",
     "在前台提供接口和网页，直到 Ctrl-C 或 "
     "SIGTERM；先办完在途的请求再退出。打印的是实际监听的网址。",
     "Serves the API and the pages in the foreground until Ctrl-C or SIGTERM, and finishes what is "
     "under way before it ends. Prints the address it listens at.",
     serve_options, serve_command},
    {"openapi", NULL, 0, "输出接口描述（OpenAPI 3.1）", "print the API's description (OpenAPI 3.1)",
     NULL, NULL, NULL, openapi_command},
    {"demo", "[FOLDER]", 1, "建立演示城市", "make the demo city",
     "在空的数据目录里建立演示城市：导入 FOLDER（缺省 demo）里的表格，再把过去一年的备案和访企逐"
     "件办一遍。企业均为虚构。",
     "In an empty data folder: imports the tables in FOLDER (demo when not given), then plays the "
     "filings and visits of the past year through the same operations as any other. All "
     "enterprises are made up.",
     demo_options, demo_command},
    {"import", "KIND FILE", 2, "导入表格：units enterprises sites items people filings",
     "import a table: units, enterprises, sites, items, people, filings",
     "CSV，UTF-8 或 "
     "GB18030，首行为列名（中文或英文）。同一编号再次导入时只改动不同之处。每处错误都报"
     "告行列；有一处错误即全部不导入，除非加 --good-rows。有误时退出码为 2，只导入无误的行时为 1。",
     "CSV in UTF-8 or GB18030; the first row names the columns in Chinese or English. The same key "
     "again changes what differs. Each fault is reported by row and column; one fault and nothing "
     "is imported, unless --good-rows. Exit status 2 then, 1 when only the good rows went in.",
     import_options, import_command},
    {"weigh", "[FACTS.jsonl]", 1, "按规则称量访企事实", "weigh facts under a policy",
     "每行一家企业的事实（JSON），逐行输出结论；不给文件则读标准输入。遇到第一个不合要求的行即停止"
     "，"
     "此前各行的结论已经输出。",
     "Reads one enterprise a line (JSON) and writes its verdicts, one line each; standard input "
     "without a file. The first bad line ends the run; the lines before it have been answered.",
     weigh_options, weigh_command},
    {"replay", "FILE.csv", 1, "用历史访企试行规则", "try rules on past visits",
     "读取历史访企表（CSV，UTF-8 或 GB18030），按一种或两种规则称量，报告红码原因、单位、月份、"
     "两种规则的差别和被访最多的企业。",
     "Reads a table of past visits (CSV in UTF-8 or GB18030), weighs them under one policy or two, "
     "and reports by reason, by unit and by month, what differs, and the most visited enterprises.",
     replay_options, replay_command},
    {"policy check", "FILE...", -1, "采用规则之前找出缺口、重叠和未知名称",
     "find gaps, overlaps and unknown names in policies",
     "给出多个版本时也检查版本之间。有必须改正之处则退出码为 1。",
     "With several versions also looks between them. Exit status 1 when something must be mended.",
     policy_check_options, policy_check_command},
    {"policy adopt", "FILE", 1, "采用一版规则", "adopt a policy",
     "写入数据目录，须先停止服务；服务运行时请优化办在网页上采用。第一版可以自过去某日起生效。",
     "Into the data folder, while no server runs; a running city adopts through its pages. The "
     "first version may take effect on a day that is over.",
     policy_adopt_options, policy_adopt_command},
    {"user add", "LOGIN NAME", 2, "新建账号，打印一次性登录码",
     "add an account and print its one-time token",
     "服务运行时请改用接口办理。单位角色须有单位，企业角色须有企业。登录码一天内有效，只能用一次。",
     "While a server runs, use its API instead. Roles of a unit need a unit, those of an "
     "enterprise an enterprise. The token works once, within a day.",
     user_add_options, user_add_command},
    {"user list", NULL, 0, "列出账号", "list the accounts", NULL, NULL, user_list_options,
     user_list_command},
    {"user grant", "LOGIN ROLE...", -1, "设置一个人的全部角色；不给角色即全部收回",
     "set all roles of a person; none to take them away", NULL, NULL, user_options,
     user_grant_command},
    {"user token", "LOGIN", 1, "发一次性登录码，原密码作废",
     "issue a one-time token; the old password ends", NULL, NULL, user_options, user_token_command},
    {"user lock", "LOGIN", 1, "停用账号", "lock an account", NULL, NULL, user_options,
     user_lock_command},
    {"user unlock", "LOGIN", 1, "恢复账号，清除错误次数",
     "unlock an account and forget its failed attempts", NULL, NULL, user_options,
     user_unlock_command},
    {"user forget", "LOGIN", 1, "删除已停用且无角色者的个人信息，不可恢复",
     "forget a person whose account is locked and without roles, for good", NULL, NULL,
     user_options, user_forget_command},
    {"audit", NULL, 0, "独立核对：由日志重建全部状态并与表逐行比对",
     "rebuild the state from the log and compare it with the tables",
     "只读，可在服务运行时进行。核对每个事件的签名、每张表的每一行、每次结论、每位办理人当时的权限"
     "；"
     "有出入则退出码为 1。日志被持有密钥者截短重签，只有别处保存的旧检查点（--since）能查出。",
     "Only reads, and works while the server runs. Checks every event against the signed log, "
     "every "
     "row of every table, every verdict, and the rights of whoever acted. Exit status 1 when "
     "anything differs. A log cut short and signed anew by somebody with the key is only shown by "
     "a "
     "checkpoint kept elsewhere (--since).",
     audit_options, audit_command},
    {"backup", "FILE", 1, "备份为一个文件，可在服务运行时进行",
     "copy the city into one file, also while the server runs",
     "文件是数据库在某一刻的副本，另含 city.json。密钥只在给出 --with-keys 时包含，并以口令加密。"
     "其余内容未加密，请妥善保管。",
     "The file is the database as it stood at one moment, with city.json in it. The keys are only "
     "in it with --with-keys, encrypted. All else is in clear: keep the file safe.",
     backup_options, backup_command},
    {"restore", "FILE", 1, "从备份恢复", "put a backup in place",
     "先在旁边核对：文件完好、日志与签名的检查点一致、延续目录中已有的日志；然后一步替换，原目录改"
     "名"
     "保留。核对不通过则目录不变。",
     "Checks everything beside it first: that the file is sound, that the log is what its "
     "checkpoint has signed, that it continues what the folder holds. Then takes the folder's "
     "place in one step; what was there is kept under another name. Refused, it changes nothing.",
     restore_options, restore_command},
    {"doctor", NULL, 0, "检查安装，并说明怎样处理", "check the installation and say what to do",
     "只看不改，可在服务运行时进行。有误则退出码为 1。",
     "Looks and changes nothing; works while the server runs. Exit status 1 when something is "
     "wrong.",
     doctor_options, doctor_command},
    {"uscc", "CODE...", -1, "核对统一社会信用代码", "check unified social credit codes",
     "按 GB 32100-2015 逐个核对并说明原因；全部有效时退出码为 0，否则为 1。",
     "Says of each, by GB 32100-2015, whether it is valid and why not. Exit status 1 when one is "
     "not.",
     uscc_options, uscc_command},
    {"code inspect", "TEXT|-", 1, "读一个码，核对签名", "read a code and check its signature",
     "也读其他签发者的码：任何前缀或无前缀，zlib 压缩或不压缩。先核对签名，再采信内容；报告签名为"
     "有效、无效或密钥不明。有效时退出码为 0，否则为 1；不是码则为 2。",
     "Also reads codes of other issuers: any prefix or none, zlib-compressed or not. Verifies "
     "before "
     "it believes anything, and reports the signature as valid, invalid or unknown_key. Exit "
     "status "
     "0 when valid, 1 when not, 2 when it is not a code.",
     code_inspect_options, code_inspect_command},
    {"code qr", "TEXT|-", 1, "把文本画成二维码", "draw a text as a QR code", NULL, NULL,
     code_qr_options, code_qr_command},
    {"key list", NULL, 0, "列出签发访企码的密钥", "list the keys that codes are signed with", NULL,
     NULL, key_list_options, key_list_command},
    {"key show", NULL, 0, "输出公钥，供他人核对访企码",
     "print the public keys, for others to check codes with",
     "JWKS（RFC 7517），与 /.well-known/heng/keys 相同；可存为文件，用于 heng code inspect "
     "--keys。",
     "As JWKS (RFC 7517), the same as at /.well-known/heng/keys; kept in a file it serves heng "
     "code inspect --keys.",
     key_show_options, key_show_command},
    {"key rotate", NULL, 0, "更换签发密钥；已签发的码到期前仍有效",
     "sign with a new key; codes signed before stay valid till they expire",
     "须先停止服务；服务运行时请安全管理员用接口办理。",
     "While no server runs; in a running city the security administrator does it through the API.",
     key_rotate_options, key_rotate_command},
    {"log verify", "URL|FOLDER", 1, "从外部校验一部日志", "check a log from outside",
     "只凭网址（或文件夹）和公钥，核对检查点的签名、每一条记录和每一个哈希块；--since "
     "再核对日志是旧检查点的延续。校验不通过则退出码为 1，并逐处列出。",
     "With nothing but its URL or folder and its verifier key: the signature on the checkpoint, "
     "every entry and every hash tile, and with --since that the log continues an older "
     "checkpoint. Exit status 1 when it does not verify; each place is named.",
     log_verify_options, log_verify_command},
    {"log prove", "URL|FOLDER INDEX", 2, "证明一条记录在日志中", "prove that an entry is in a log",
     "输出 c2sp.org/tlog-proof 格式的证明，内含记录本身，离线即可用 heng log check 核对。",
     "Writes a proof (c2sp.org/tlog-proof) that holds the entry itself; heng log check needs no "
     "network to check it.",
     log_prove_options, log_prove_command},
    {"log check", "PROOF", 1, "离线核对一份证明", "check a proof offline", NULL, NULL,
     log_check_options, log_check_command},
    {"log export", "FOLDER", 1, "导出本市日志为静态文件", "write the city's log into a folder",
     "任何网页服务器都可提供该文件夹（C2SP "
     "tlog-tiles）；再次导出只写新增部分。可在服务运行时导出。",
     "Any web server can serve the folder (C2SP tlog-tiles); a second export writes only what is "
     "new. Works while the server runs.",
     log_export_options, log_export_command},
    {"log key", NULL, 0, "显示本市日志的公钥", "print the verifier key of the city's log", NULL,
     NULL, log_key_options, log_key_command},
    {"help", "[COMMAND [VERB]]", 2, "显示帮助", "explain the commands", NULL, NULL, help_options,
     help_command},
    {"version", NULL, 0, "显示版本", "print the version", NULL, NULL, NULL, version_command},
    {0},
};

int main(int count, char **words) {
  return command_run(commands, count - 1, words + 1);
}
