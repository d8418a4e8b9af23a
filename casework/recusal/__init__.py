"""Recusal: who must keep away from a case, what the data says of it, and what stands of their acts.

`queries` finds conflicts, asks for recusals and says which evidence was set aside; `labels` holds
the words. The procedure is in `casework.procedure.recusals`, the writing in
`casework.services.recusing`.
"""
