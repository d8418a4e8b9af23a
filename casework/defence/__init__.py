"""Statement and defence (陈述申辩): the invitation with its redacted extract, and what was said.

`material` says what of a case may reach a respondent and what never, `letters` set invitation and
extract on the page; once served they stand on the respondent's desk.
"""
