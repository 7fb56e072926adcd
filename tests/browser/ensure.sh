#!/bin/sh
# Sees to it that the browser tests have a Chromium and a Chinese font. As root on Debian it installs what is missing,
# elsewhere it says what to install and exits 1.
#
#   ensure.sh           check both, install where possible
#   ensure.sh --print   only print the path of the browser; exit 1 if there is none
#
# The environment variable CHROME (a path or a command) overrides the search. First comes Chromium without the windows of a
# browser, which Debian has as a package of its own: the same engine, and a page takes a third of the processor's time.
set -eu

browser() {
  if [ -n "${CHROME:-}" ]; then
    command -v "$CHROME"
    return
  fi
  for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable \
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' \
    /Applications/Chromium.app/Contents/MacOS/Chromium; do
    command -v "$name" && return
  done
  return 1
}

need_browser() {
  browser || need 'Chromium or Google Chrome: install one, or set CHROME to its path'
}

font() {
  [ "$(uname -s)" = Darwin ] || [ -n "$(fc-list :lang=zh 2>/dev/null)" ] # macOS always has one
}

need() {
  echo "The browser tests need $1." >&2
  exit 1
}

if [ "${1:-}" = --print ]; then
  need_browser
  exit
fi

set --
[ -n "${CHROME:-}" ] || browser >/dev/null || set -- chromium-headless-shell
font || set -- "$@" fontconfig fonts-noto-cjk

if [ $# -gt 0 ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo "Installing for the browser tests: $*"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq update
  apt-get -qq install --no-install-recommends "$@" </dev/null >/dev/null
fi

need_browser >/dev/null
font || need 'a Chinese font that fc-list finds (Debian: fontconfig and fonts-noto-cjk)'
