"""The plan of an investigation (调查方案): goals, questions, and steps from a checklist per kind.

`checklists` reads the lists as data; `queries` say what of a plan waits for whom.
"""
