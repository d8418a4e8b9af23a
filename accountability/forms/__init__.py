"""The shape of what is typed, a module for each aggregate."""
