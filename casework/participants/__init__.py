"""Organisations, witnesses and experts that take part in a case (CMP-08): words and reads."""
