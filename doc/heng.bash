_heng() {
  local word=${COMP_WORDS[COMP_CWORD]} words=
  case "${COMP_WORDS[1]} ${COMP_WORDS[2]}" in
  "policy check"*) words="--json --help" ;;
  "policy adopt"*) words="--data --help" ;;
  "user add"*) words="--data --role --unit --enterprise --site --phone --help" ;;
  "user list"*) words="--data --json --help" ;;
  "user grant"*) words="--data --help" ;;
  "user token"*) words="--data --help" ;;
  "user lock"*) words="--data --help" ;;
  "user unlock"*) words="--data --help" ;;
  "user forget"*) words="--data --help" ;;
  "code inspect"*) words="--keys --json --help" ;;
  "code qr"*) words="--format --correction --pixels --help" ;;
  "key list"*) words="--data --json --help" ;;
  "key show"*) words="--data --cose --help" ;;
  "key rotate"*) words="--data --algorithm --json --help" ;;
  "log verify"*) words="--key --origin --since --json --help" ;;
  "log prove"*) words="--json --help" ;;
  "log check"*) words="--key --origin --entry --json --help" ;;
  "log export"*) words="--data --help" ;;
  "log key"*) words="--data --help" ;;
  "serve "*) words="--data --listen --threads --behind-proxy --tls-in-front --rate --log --help" ;;
  "openapi "*) words="--help" ;;
  "demo "*) words="--data --policy --help" ;;
  "import "*) words="--data --dry-run --good-rows --errors --json --help" ;;
  "weigh "*) words="--policy --explain --help" ;;
  "replay "*) words="--mapping --policy --facts --top --json --help" ;;
  "audit "*) words="--data --since --key --json --help" ;;
  "backup "*) words="--data --with-keys --help" ;;
  "restore "*) words="--data --passphrase --keys --force --help" ;;
  "doctor "*) words="--data --port --json --help" ;;
  "uscc "*) words="--json --help" ;;
  "help "*) words="--man --completion --help" ;;
  "version "*) words="--help" ;;
  esac
  [ "$COMP_CWORD" = 1 ] && words="serve openapi demo import weigh replay policy policy user user user user user user user audit backup restore doctor uscc code code key key key log log log log log help version "
  COMPREPLY=($(compgen -W "$words" -o default -- "$word"))
}
complete -F _heng heng
