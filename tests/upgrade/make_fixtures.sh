#!/usr/bin/env bash
# Writes the fixtures of a version of the format, with the build that is there, and what that build
# reads in them. To be run once a version, before anything of the form on disk changes:
#
#   tests/upgrade/make_fixtures.sh build/release version-1
#
# What is in the fixtures is in requests.txt. Each archive holds the data directory as its writer
# left it, and answers.txt: what the build that wrote it answers to everything it can be asked.
set -euo pipefail
build=$(realpath "$1")
version=$2
here=$(dirname "$(realpath "$0")")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cmake --build "$build" --target write_fixture upgrade_test --parallel 2
mkdir -p "$here/$version"
for kind in commit-killed commit-stopped interval-killed; do
  mkdir "$scratch/$kind"
  # That it is killed is its own doing.
  "$build/tests/upgrade/write_fixture" "$kind" "$here/requests.txt" "$scratch/$kind/data" || [[ $? == 137 ]]
  # It is read in a copy, for reading it changes it.
  cp -r "$scratch/$kind" "$scratch/copy"
  BASALT_UPGRADE_RECORD="$scratch/copy" BASALT_UPGRADE_KIND="$kind" \
    "$build/tests/upgrade/upgrade_test" --gtest_also_run_disabled_tests --gtest_filter='*DISABLED_Record'
  mv "$scratch/copy/answers.txt" "$scratch/$kind/"
  rm -r "$scratch/copy" "$scratch/$kind/data/LOCK" "$scratch/$kind/data"/LOG*
  tar --sort=name --mtime=@1700000060 --owner=0 --group=0 --numeric-owner -C "$scratch/$kind" -cf - data answers.txt |
    gzip -9n > "$here/$version/$kind.tar.gz"
done
ls -l "$here/$version"
