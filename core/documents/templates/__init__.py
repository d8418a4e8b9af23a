"""The wording of letters, in versions that staff write and a second person approves.

Owns the small language of placeholders (`language`, pure), what a kind of letter offers to it
(`kinds`), the versions and their life (`models`, `procedure`, `services`, `queries`), and the
step from a wording and the values of one case to a letter (`composing`). The code of a feature
says which values a letter has; it holds the wording only as the first version.
"""
