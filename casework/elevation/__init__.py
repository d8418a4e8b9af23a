"""Cases that go to the organ above: words and reads of the stub that stays with the old unit.

The procedure is in `casework.procedure.elevations`, the writing in `casework.services.elevating`.
"""
