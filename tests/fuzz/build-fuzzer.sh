#!/bin/sh
# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# libFuzzer needs all of what it looks into built by clang, whatever built the rest.
# usage: build-fuzzer.sh CLANG SOURCE-ROOT BUILD-ROOT OUTPUT SOURCE…

set -eu

clang=$1 source=$2 build=$3 output=$4
shift 4
packages='gio-2.0 json-glib-1.0 libsoup-3.0'
"$clang" -std=gnu23 -g -O1 -D_GNU_SOURCE -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
  -I"$build" -I"$source/src/base" -I"$source/src/policy" $(pkg-config --cflags $packages) \
  -o "$output" "$@" $(pkg-config --libs $packages)
