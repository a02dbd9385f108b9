#!/bin/sh
# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a command with a home, a session bus and an unlocked keyring of its own, and
# without a display, so that no prompt waits for somebody to unlock it.

set -eu

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run"

env -u DISPLAY -u WAYLAND_DISPLAY HOME="$home" XDG_RUNTIME_DIR="$home/run" \
  XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache" \
  dbus-run-session -- sh -c '
    printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
    "$@"
  ' sh "$@"
