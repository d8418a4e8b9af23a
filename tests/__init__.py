"""The tests. The path mirrors the code; `support` holds what tests share, `conftest.py` the fixtures."""
