"""Writes of this package, by aggregate."""
