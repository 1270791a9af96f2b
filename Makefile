# The front door. `make help` says what there is.

# Several words may follow: make serve ARGS="--port 8001 --in-memory"
ARGS ?=
# How many jobs run at once.
JOBS ?= $(shell nproc)

.PHONY: help serve build test test-release test-sanitized bench bench-peers fuzz format sbom
.DEFAULT_GOAL := help

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: build ## Install what is missing, build, and serve on port 8000 (ARGS="...": see basalt serve --help)
	build/release/basalt serve $(ARGS)

build: ## Install what is missing and build build/release/basalt
	scripts/setup.sh build
	cmake --preset release -DBASALT_TESTS=OFF
	cmake --build build/release --target basalt_executable --parallel $(JOBS)

test: test-release test-sanitized ## Install what is missing, build, and run every test

test-release: ## The tests of the release build: unit, architecture, SDKs, examples, crash, acceptance
	scripts/setup.sh build test bench
	cmake --preset release -DBASALT_TESTS=ON -DBASALT_BENCH=ON
	cmake --build build/release --parallel $(JOBS)
	ctest --preset release --parallel $(JOBS)

test-sanitized: ## The unit tests under ASan and UBSan
	scripts/setup.sh build test
	cmake --preset asan -DBASALT_TESTS=ON
	cmake --build build/asan --target unit_tests --parallel $(JOBS)
	ctest --preset asan --parallel $(JOBS)

bench: ## Measure, and print what Basalt costs over RocksDB and over a bare HTTP server (ARGS="engine http")
	scripts/setup.sh build bench
	cmake --preset release -B build/bench -DBASALT_TESTS=OFF -DBASALT_BENCH=ON
	cmake --build build/bench --target basalt_bench --parallel $(JOBS)
	build/bench/bench/basalt_bench $(ARGS)

bench-peers: ## Measure other servers of the same API beside Basalt (installs them under build/peers)
	scripts/setup.sh build bench peers
	cmake --preset release -B build/bench -DBASALT_TESTS=OFF -DBASALT_BENCH=ON
	cmake --build build/bench --target basalt_bench --parallel $(JOBS)
	build/bench/bench/basalt_bench peers

fuzz: ## Fuzz every target (ARGS="SECONDS TARGET...": 600 seconds each)
	scripts/setup.sh build fuzz
	tests/fuzz/run.sh $(ARGS)

sbom: build ## List what the executable is made of: build/release/basalt.cdx.json (CycloneDX)
	scripts/sbom.py build/release/basalt > build/release/basalt.cdx.json

format: ## Lay out every C++ file as .clang-format says
	scripts/setup.sh format
	git ls-files '*.h' '*.cc' | xargs clang-format -i
