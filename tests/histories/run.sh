#!/usr/bin/env bash
# Builds the recorder and checker of histories, tests that the checker can say no, and runs it.
#
#   tests/histories/run.sh build/release/basalt [-rounds N] [-seed N] [-soak 1h]
#
# Exit code 77, and a word why, where Go or the module that it needs (porcupine) is not to be had.
set -euo pipefail
binary=$(realpath "$1")
shift
cd "$(dirname "$0")"

PATH=$PATH:/usr/local/go/bin
export CGO_ENABLED=0 GOTOOLCHAIN=local
if ! command -v go >/dev/null; then
  echo 'SKIPPED: there is no Go (package golang-go); histories were not checked' && exit 77
fi
if ! go mod download 2>/dev/null; then
  echo 'SKIPPED: porcupine cannot be downloaded (go mod download); histories were not checked' && exit 77
fi
program=$(mktemp -d)
trap 'rm -r "$program"' EXIT
go test .
go build -o "$program/histories" .
"$program/histories" -binary "$binary" "$@"
