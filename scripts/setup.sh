#!/usr/bin/env bash
# Installs what is missing on this machine, from Debian's packages (and, for the tests of the
# JavaScript SDK, from npm), saying what and why. Does nothing, quickly, where nothing is missing.
#
#   scripts/setup.sh build            what compiling needs
#   scripts/setup.sh build test       and what the tests need
#   scripts/setup.sh build bench      what the benchmarks need
#   scripts/setup.sh build bench peers  and the servers that are measured beside Basalt
#   scripts/setup.sh build fuzz       what the fuzzer needs
#   scripts/setup.sh format           clang-format
#
# BASALT_NO_INSTALL=1 makes it only tell.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()

# need PACKAGE REASON...: a Debian package.
need() {
  local package=$1
  shift
  if [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]]; then
    return
  fi
  missing+=("$package")
  printf 'setup: %-22s is missing: %s\n' "$package" "$*"
}

need_for_build() {
  need g++ 'the compiler'
  need cmake 'the build'
  need ninja-build 'the build'
  need ccache 'compiles a file once, not once a checkout'
  need librocksdb-dev 'RocksDB, which keeps the data'
  need libsnappy-dev 'compression, for RocksDB'
  need liblz4-dev 'compression, for RocksDB'
  need libzstd-dev 'compression, for RocksDB'
  need libbz2-dev 'compression, for RocksDB'
  need libgflags-dev "RocksDB's CMake package asks for it"
  need zlib1g-dev 'CRC-32, and compression for RocksDB'
  need libboost1.81-dev 'Boost.Beast and Asio, the HTTP server'
  need rapidjson-dev 'JSON'
  need libssl-dev 'signatures and TLS'
  need libfmt-dev 'the log'
  need libspdlog-dev 'the log'
  need libcli11-dev 'the command line'
}

need_for_test() {
  need binutils 'readelf, for the test of how the executable is hardened'
  need libgtest-dev 'GoogleTest'
  need libgmock-dev 'GoogleTest'
  need valgrind 'the test that counts instructions'
  need openssl 'certificates, for the tests of TLS'
  need python3 'the SDK, crash and acceptance tests'
  need python3-boto3 "the AWS SDK for Python"
  need python3-cryptography 'the payloads of examples/dialogues'
  if ! command -v aws >/dev/null; then need awscli 'the test of the AWS command line'; fi
  local node_major=0
  if command -v node >/dev/null; then node_major=$(node -p 'process.versions.node.split(".")[0]'); fi
  if ((node_major < 18)); then need nodejs 'the test of the AWS SDK for JavaScript'; fi
  if ! command -v npm >/dev/null; then need npm 'the test of the AWS SDK for JavaScript'; fi
  if ! command -v go >/dev/null && [[ ! -x /usr/local/go/bin/go ]]; then
    need golang-go 'the checker of concurrent histories'
  fi
}

need_for_fuzz() {
  need clang-16 'libFuzzer'
  need libclang-rt-16-dev 'libFuzzer and the sanitizers of Clang'
}

need_for_bench() {
  need libbenchmark-dev 'Google Benchmark'
}

need_for_peers() {
  if ! command -v cargo >/dev/null; then need cargo 'builds dynoxide'; fi
  if ! command -v node >/dev/null; then need nodejs 'runs dynalite'; fi
  if ! command -v npm >/dev/null; then need npm 'installs dynalite'; fi
}

install_missing() {
  if ((${#missing[@]} == 0)); then return; fi
  local as_root=()
  if ((EUID != 0)); then as_root=(sudo); fi
  local update=("${as_root[@]}" apt-get update)
  local install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
    apt-get install --yes --no-install-recommends "${missing[@]}")
  if [[ ${BASALT_NO_INSTALL:-} == 1 ]] || { ((EUID != 0)) && ! command -v sudo >/dev/null; }; then
    echo 'setup: may not install packages here. Please have someone who may run:' >&2
    echo "  apt-get update && apt-get install ${missing[*]}" >&2
    exit 1
  fi
  echo "setup: installing ${missing[*]}"
  "${update[@]}" -qq
  if ! "${install[@]}" -qq >/dev/null; then
    echo "setup: apt-get could not install them. By hand: apt-get install ${missing[*]}" >&2
    exit 1
  fi
}

# The packages of the JavaScript test, exactly those of its lock file.
install_node_modules() {
  local folder=tests/sdk/js
  if [[ $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ]]; then return; fi
  echo 'setup: installing the AWS SDK for JavaScript from npm, for its test'
  npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error
}

# Other servers of the same API, under build/peers, each from its own registry.
install_peers() {
  local folder=build/peers
  if [[ ! -x $folder/bin/dynoxide ]]; then
    echo 'setup: installing dynoxide from crates.io, to measure it'
    cargo install --quiet --locked --root "$folder" dynoxide-rs
  fi
  if [[ ! -e $folder/node_modules/dynalite ]]; then
    echo 'setup: installing dynalite from npm, to measure it'
    npm install --prefix "$folder" --no-audit --no-fund --loglevel=error dynalite
  fi
}

if ! command -v apt-get >/dev/null; then
  echo 'setup: this is not a Debian system. The packages needed are listed in scripts/setup.sh;' >&2
  echo 'setup: going on in the hope that they are there under other names.' >&2
  exit 0
fi

for part in "$@"; do
  case $part in
    build) need_for_build ;;
    test) need_for_test ;;
    bench) need_for_bench ;;
    peers) need_for_peers ;;
    fuzz) need_for_fuzz ;;
    format) need clang-format 'lays out the source' ;;
    *) echo "setup: no such part: $part" >&2 && exit 2 ;;
  esac
done
install_missing
if [[ " $* " == *' test '* ]]; then install_node_modules; fi
if [[ " $* " == *' peers '* ]]; then install_peers; fi
