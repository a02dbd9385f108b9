#!/bin/sh
# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: broadway.sh PREFIX [ARG…]
#
# Shows the app in a browser, where there is no display: GTK's Broadway backend, on this computer only.

set -eu

prefix=$1
shift
here=$(dirname "$0")
log=$(mktemp)
daemon=
trap 'if [ -n "$daemon" ]; then kill "$daemon" 2>/dev/null; fi; rm -f "$log"' EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

answers () {
  python3 -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=5).read()' "$1" 2>"$log"
}

# The first port that is free: the daemon ends at once when it is not.
number=0
while [ -z "$daemon" ]; do
  port=$((8085 + number))
  gtk4-broadwayd --address 127.0.0.1 --port "$port" ":$((5 + number))" >"$log" 2>&1 &
  daemon=$!
  tries=0
  while kill -0 "$daemon" 2>/dev/null && ! answers "http://127.0.0.1:$port/"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 50 ]; then
      break
    fi
    sleep 0.1
  done
  if kill -0 "$daemon" 2>/dev/null && answers "http://127.0.0.1:$port/"; then
    break
  fi
  kill "$daemon" 2>/dev/null || true
  daemon=
  number=$((number + 1))
  if [ "$number" -gt 20 ]; then
    cat "$log" >&2
    echo 'No port from 8085 on could be used to show the app' >&2
    exit 1
  fi
done

echo "There is no display here. Open this address in a browser on this computer: http://127.0.0.1:$port/"
echo 'End with Ctrl+C.'
GDK_BACKEND=broadway BROADWAY_DISPLAY=":$((5 + number))" \
  dbus-run-session -- sh "$here/installed.sh" "$prefix" dossier "$@"
