"""Reads of this package, a module for each aggregate; nothing here commits."""
