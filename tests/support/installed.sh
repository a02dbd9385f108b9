#!/bin/sh
# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: installed.sh PREFIX PROGRAM [ARG…]
#
# Runs a program that was installed under a prefix that the system does not look into.

set -eu

prefix=$1
program=$2
shift 2
export XDG_DATA_DIRS="$prefix/share:${XDG_DATA_DIRS:-/usr/local/share:/usr/share}"
exec "$prefix/bin/$program" "$@"
