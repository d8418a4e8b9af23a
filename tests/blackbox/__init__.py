"""Proof from outside: over HTTP and files alone, what the application promises under attack.

`target.toml` describes the target: how it is started, who may sign in, where its table of doors
is. Each section is a module with `run(target, measure)`; `make prove` runs them whole, the tests a
short form of them, and again on a twin in which a fault is planted (`twin`), where they must fail.
"""
