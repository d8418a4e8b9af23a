"""Reads, starting from what the actor may see."""
