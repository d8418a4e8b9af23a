"""Referral of a case, or a clue in it, to another body: words, reads, the letter (移送函).

The procedure is in `casework.procedure.referrals`, the writing in `casework.services.referring`.
"""
