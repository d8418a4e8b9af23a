"""The custody of evidence: words, reads, and the two papers that go with it."""
