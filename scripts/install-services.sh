#!/usr/bin/env bash
# Installs what `npm run test:services` needs, from Debian's packages. Only CI and whoever asks runs this.
set -euo pipefail
sudo=''
[ "$(id -u)" -eq 0 ] || sudo='sudo'
missing=''
for pair in chromium:chromium redis-server:redis-server; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair##*:}"
done
[ -z "$missing" ] && exit 0
$sudo apt-get update -qq
# The services are started by the tests on free ports, never by the system.
printf '#!/bin/sh\nexit 101\n' | $sudo tee /usr/sbin/policy-rc.d >/dev/null
$sudo chmod +x /usr/sbin/policy-rc.d
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing fonts-noto-color-emoji
$sudo rm -f /usr/sbin/policy-rc.d
