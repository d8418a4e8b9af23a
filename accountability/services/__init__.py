"""Writes of this package, a module for each aggregate; every public function is one transaction."""
