# shellcheck shell=bash
# Runs a server for as long as the JVM at the other end of standard input lives.
# Arguments: its log, a directory to delete with it (or nothing), the command.
log=$1 scratch=$2
shift 2

# A process group of its own: a Ctrl-C in the terminal is for the JVM, which stops its servers in order.
set -m
"$@" </dev/null >>"$log" 2>&1 &
server=$!
set +m
trap '' HUP INT TERM
echo "$server"

while read -r word; do
  [ "$word" = leave ] && exit 0
done
# End of input: the JVM is gone, and nobody is left to stop the server in order.
kill -9 -- "-$server" 2>/dev/null
[ -z "$scratch" ] || rm -rf -- "$scratch"
