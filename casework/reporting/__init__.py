"""The investigation report (调查报告): built from what the case holds, signed, reviewed, approved.

`building` writes the first text from the record, so that nothing is typed twice; `letter` sets it
on the page; `queries` say which report a case has and who may still have to act on it.
"""
