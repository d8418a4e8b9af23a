"""Dates that others counted, over the published holiday notices: domain.md G-1, anchors.md §7."""

from __future__ import annotations

#: The lengths of the columns of G1: working days, then days.
WORKING_DAYS, DAYS = (5, 7, 10, 15, 20, 40), (30, 60)
#: From, then the last day of each length; `>` where it moves off a rest day.
G1 = """\
2024-01-22 01-29 01-31 02-04 02-09 02-22 03-21 02-21 03-22
2024-09-02 09-09 09-11 09-14 09-24 09-30 11-01 10-02>10-08 11-01
2025-01-10 01-17 01-21 01-24 02-07 02-13 03-13 02-09>02-10 03-11
2025-09-08 09-15 09-17 09-22 09-28 10-11 11-07 10-08>10-09 11-07
2026-01-19 01-26 01-28 02-02 02-09 02-14 03-20 02-18>02-24 03-20
2026-02-06 02-13 02-24 02-27 03-05 03-12 04-10 03-08>03-09 04-07
2026-04-20 04-27 04-29 05-07 05-13 05-20 06-17 05-20 06-19>06-22
2026-09-01 09-08 09-10 09-15 09-21 09-29 11-02 10-01>10-08 10-31>11-02
2026-09-14 09-20 09-22 09-28 10-10 10-16 11-13 10-14 11-13
2026-09-30 10-13 10-15 10-20 10-27 11-03 12-01 10-30 11-29>11-30
""".splitlines()
#: A court counted 20 working days, the make-up days 8 and 9 October among them.
COURT_START, COURT_LENGTH, COURT_DUE = "2022-09-30", 20, "2022-11-02"
