/* heng: the table of subcommands. Each lives beside what it is about. */
#include <stdio.h>

#include "base/command.h"
#include "log/log_commands.h"
#include "people/people_commands.h"
#include "visit/visit_commands.h"

#define VERSION "0.1.0"

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
  puts("heng " VERSION);
  return EXIT_FINE;
}

static const struct option_entry help_options[] = {
    {"--man", NULL, "输出手册页（roff）", "print the man page (roff)"},
    {"--completion", NULL, "输出 bash 补全脚本", "print the bash completion script"},
    {0},
};

static const struct command commands[] = {
    {"weigh", "[FACTS.jsonl]", 1, "按规则称量访企事实", "weigh facts under a policy",
     "每行一家企业的事实（JSON），逐行输出结论；不给文件则读标准输入。遇到第一个不合要求的行即停止"
     "，"
     "此前各行的结论已经输出。",
     "Reads one enterprise a line (JSON) and writes its verdicts, one line each; standard input "
     "without a file. The first bad line ends the run; the lines before it have been answered.",
     weigh_options, weigh_command},
    {"policy check", "FILE...", -1, "采用规则之前找出缺口、重叠和未知名称",
     "find gaps, overlaps and unknown names in policies",
     "给出多个版本时也检查版本之间。有必须改正之处则退出码为 1。",
     "With several versions also looks between them. Exit status 1 when something must be mended.",
     policy_check_options, policy_check_command},
    {"uscc", "CODE...", -1, "核对统一社会信用代码", "check unified social credit codes",
     "按 GB 32100-2015 逐个核对并说明原因；全部有效时退出码为 0，否则为 1。",
     "Says of each, by GB 32100-2015, whether it is valid and why not. Exit status 1 when one is "
     "not.",
     uscc_options, uscc_command},
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
    {"help", "[COMMAND [VERB]]", 2, "显示帮助", "explain the commands", NULL, NULL, help_options,
     help_command},
    {"version", NULL, 0, "显示版本", "print the version", NULL, NULL, NULL, version_command},
    {0},
};

int main(int count, char **words) {
  return command_run(commands, count - 1, words + 1);
}
