"""Writes: each function one act in one transaction."""
