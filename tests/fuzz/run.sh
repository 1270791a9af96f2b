#!/usr/bin/env bash
# The long form of the fuzz tests: libFuzzer with AddressSanitizer and UBSan, target by target.
#
#   tests/fuzz/run.sh [SECONDS [TARGET...]]      10 minutes each, all targets
#
# Needs clang-16 and libclang-rt-16-dev. What libFuzzer finds new goes to build/fuzz/corpus, where
# the next run goes on; what breaks a target to build/fuzz/findings. Once it is fixed, the input
# belongs in tests/fuzz/corpus, which every `make test` replays. BASALT_FUZZ_BUILD names another
# build folder.
set -euo pipefail
cd "$(dirname "$0")/../.."

build=${BASALT_FUZZ_BUILD:-build/fuzz}
seconds=${1:-600}
shift || true
targets=("$@")
if ((${#targets[@]} == 0)); then
  targets=(expressions http items keys pages requests rows signatures)
fi

cmake --preset fuzz -B "$build" >/dev/null
cmake --build "$build" --target basalt_fuzz --parallel
mkdir -p "$build/findings"

# RocksDB is not instrumented: containers that cross its border would look overrun.
export ASAN_OPTIONS=detect_container_overflow=0:allocator_may_return_null=1
failed=0
for target in "${targets[@]}"; do
  mkdir -p "$build/corpus/$target"
  known=("$build/tests/fuzz/seeds/$target")
  if [[ -d tests/fuzz/corpus/$target ]]; then known+=("tests/fuzz/corpus/$target"); fi
  echo "== $target"
  BASALT_FUZZ_TARGET=$target "$build/tests/fuzz/basalt_fuzz" \
    -max_total_time="$seconds" -max_len=8192 -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 \
    -dict="tests/fuzz/dictionaries/$target.dict" -artifact_prefix="$build/findings/$target-" \
    "$build/corpus/$target" "${known[@]}" >"$build/$target.log" 2>&1 || failed=1
  grep -E 'broken:|ERROR|runtime error|stat::number_of_executed_units|Done' "$build/$target.log" ||
    tail -n 20 "$build/$target.log"
done
exit "$failed"
