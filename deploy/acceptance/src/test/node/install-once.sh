#!/bin/sh
# Installs what package-lock.json names; again only when that file has changed.
set -eu
done_file=node_modules/.installed-lock
if cmp -s package-lock.json "$done_file"; then
  exit 0
fi
command -v npm >/dev/null 2>&1 || {
  echo "npm is needed for the tests with the Node SDKs; install Node.js 18 or newer" >&2
  exit 1
}
npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
cp package-lock.json "$done_file"
