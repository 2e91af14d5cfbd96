# shellcheck shell=bash
# Ends a server that runs already once the JVM at the other end of standard input is gone.
# Arguments: a directory to delete with it (or nothing), its process id.
scratch=$1 server=$2
trap '' HUP INT TERM
echo "$server"

while read -r word; do
  [ "$word" = leave ] && exit 0
done
# PostgreSQL takes its children along on QUIT, not on KILL.
kill -QUIT "$server" 2>/dev/null
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
kill -9 "$server" 2>/dev/null
[ -z "$scratch" ] || rm -rf -- "$scratch"
