"""Read what somebody has to do, what was done, and how much of it."""
