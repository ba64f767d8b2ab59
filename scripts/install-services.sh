#!/usr/bin/env bash
# Installs what `npm run test:services` needs, from Debian's packages. Only CI and whoever asks runs this.
set -euo pipefail
sudo=''
[ "$(id -u)" -eq 0 ] || sudo='sudo'
missing=''
for pair in chromium:chromium redis-server:redis-server fc-list:fontconfig; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair##*:}"
done
fonts=$(fc-list 2>/dev/null || true)
# The README's pictures are taken with these; without the second one every emoji is an empty box.
for pair in 'Liberation Sans:fonts-liberation' 'Noto Color Emoji:fonts-noto-color-emoji'; do
  case "$fonts" in *"${pair%%:*}"*) ;; *) missing="$missing ${pair##*:}" ;; esac
done
[ -z "$missing" ] && exit 0
$sudo apt-get update -qq
# The services are started by the tests on free ports, never by the system.
printf '#!/bin/sh\nexit 101\n' | $sudo tee /usr/sbin/policy-rc.d >/dev/null
$sudo chmod +x /usr/sbin/policy-rc.d
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing
$sudo rm -f /usr/sbin/policy-rc.d
