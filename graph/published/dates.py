"""How records write dates that are no days: in EDTF (ISO 8601-2), as text."""

OPEN = ".."  # the end of an interval that is open (ISO 8601-2, 4.4): the source says that there is none
