# Two commands: `make run` and `make test`. Everything else here is a part of them.

XTASK := cargo run --quiet --package xtask --
DATA ?= data
BIN := target/release/jinwei

.PHONY: run test assets check rust-tests browser-tests api-tests bench clean-data docs-images

## Serve the product with the sample organ in it, at http://127.0.0.1:8642
run: assets
	@$(XTASK) need build
	cargo build --release --package jinwei
	@$(BIN) --data $(DATA) demo --if-empty
	@$(BIN) --data $(DATA) serve

## Run every test
test: assets
	@$(XTASK) need build postgres browser api papers
	@$(XTASK) test

## The parts of `make test`, each on its own
check: assets
	@$(XTASK) test check
rust-tests: assets
	@$(XTASK) need postgres papers
	@$(XTASK) test rust
browser-tests: assets
	@$(XTASK) need browser
	@$(XTASK) test browser
api-tests: assets
	@$(XTASK) need api
	@$(XTASK) test api

## Make the pictures of the README anew
docs-images: assets
	@$(XTASK) need postgres browser
	JINWEI_KEEP_PICTURES=1 $(XTASK) test browser

## Measure beside peers and limits, in one run
bench: assets
	@$(XTASK) need build
	cargo build --release --package jinwei --package bench
	target/release/bench

## Scripts and styles, embedded into the binary
assets: frontend/dist/manifest.json

frontend/node_modules/.package-lock.json: frontend/package-lock.json
	cd frontend && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

frontend/dist/manifest.json: frontend/node_modules/.package-lock.json frontend/build.mjs $(shell find frontend/src -type f 2>/dev/null)
	cd frontend && node build.mjs

## Forget the sample organ that `make run` made
clean-data:
	rm -rf $(DATA)
