"""What who is accused is told beside the decision: that a case is investigated, that it is closed.

Words, letters and reads; what may be done stands in `procedure.notices`.
"""
