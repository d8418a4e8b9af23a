"""Official documents of this package, and the comparison of a draft with the data."""
