"""The shape of what is typed about a case, and about its investigation report."""
