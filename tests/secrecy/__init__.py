"""Nothing gives away who reported: canaries, and where they were found."""
