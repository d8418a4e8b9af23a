"""Reads of this package."""
