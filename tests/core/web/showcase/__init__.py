"""Every part of a page on a few pages: for the eye, and for tests. Not in the product."""
