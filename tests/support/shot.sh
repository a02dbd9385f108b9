#!/bin/sh
# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: shot.sh BUILD [--size WxH] [--dark] [--contrast] [--lang LANGUAGE] [--keys "KEY…"] [-- ARG…]
#
# Takes a picture of the installed app on a display of its own, once what it shows stands still: BUILD/shot.png.

set -eu

build=$1
shift
here=$(dirname "$0")
size=1000x700 keys=
while [ $# -gt 0 ]; do
  case $1 in
    --size) size=$2; shift 2 ;;
    --dark) export ADW_DEBUG_COLOR_SCHEME=prefer-dark; shift ;;
    --contrast) export ADW_DEBUG_HIGH_CONTRAST=1; shift ;;
    --lang) export LANG="$(locale -a | sed -n "s/^\($2[_A-Z]*\)\.utf8$/\1.UTF-8/p" | head -n 1)" LANGUAGE="$2"; shift 2 ;;
    --keys) keys=$2; shift 2 ;;
    --) shift; break ;;
    *) echo "shot: there is no option “$1”" >&2; exit 2 ;;
  esac
done
[ $# -gt 0 ] || set -- --demo

work=$(mktemp -d)
display= app=
trap 'for pid in $app $display; do kill "$pid" 2>/dev/null || true; done; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

mkfifo "$work/display"
Xvfb -displayfd 3 -screen 0 "${size}x24" -nolisten tcp 3>"$work/display" 2>"$work/xvfb.log" &
display=$!
read -r number <"$work/display"
export DISPLAY=":$number" GDK_BACKEND=x11 GSK_RENDERER=cairo GSETTINGS_BACKEND=memory
dbus-run-session -- sh "$here/installed.sh" "$build/install" dossier "$@" >"$work/app.log" 2>&1 &
app=$!

must_run () {
  kill -0 "$app" 2>/dev/null || { cat "$work/app.log" >&2; echo 'shot: the app ended' >&2; exit 1; }
}

# Equal pictures in a row, of something, are a window that stands still.
stand_still () {
  same=0 tries=0
  while :; do
    must_run
    import -window root "$work/new.png"
    if [ "$(convert "$work/new.png" -format %k info:)" -gt 4 ] && cmp -s "$work/new.png" "$work/old.png"; then
      same=$((same + 1))
    else
      same=0
    fi
    [ "$same" -lt 3 ] || break
    tries=$((tries + 1))
    [ "$tries" -lt 120 ] || { echo 'shot: what the app shows never stood still; this is its last picture' >&2; break; }
    mv "$work/new.png" "$work/old.png"
    sleep 0.3
  done
}

window= tries=0
while [ -z "$window" ]; do
  must_run
  tries=$((tries + 1))
  [ "$tries" -lt 200 ] || { cat "$work/app.log" >&2; echo 'shot: no window appeared' >&2; exit 1; }
  sleep 0.1
  window=$(xdotool search --onlyvisible --class dossier 2>/dev/null | tail -n 1) || true
done
xdotool windowmove "$window" 0 0 windowsize "$window" "${size%x*}" "${size#*x}"
stand_still
for key in $keys; do
  xdotool key "$key"
  sleep 0.3
done
if [ -n "$keys" ]; then
  stand_still
fi
mv "$work/new.png" "$build/shot.png"
