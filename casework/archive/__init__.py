"""The file of an ended case: which documents it has, one volume of them, a package that proves it.

`pieces` says what a document of the file is and lets the packages above add theirs, `own` lists
those of this package, `volume` binds them, `package` packs them with the record. Of the report
that a case came from only its number gets in: who reported is told to nobody by an archive.
"""
