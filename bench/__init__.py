"""How fast the project is beside the bare floor of its own stack, on the same data. Not shipped."""
