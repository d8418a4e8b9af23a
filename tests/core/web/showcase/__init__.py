"""Every part of a page on a few pages: for the eye, and for tests of the macros. Not in the product."""
