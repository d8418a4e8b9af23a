"""Reads of this package, by aggregate."""
