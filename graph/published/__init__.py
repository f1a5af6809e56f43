"""What publishers' files hold beside acts: frozen records that know nothing of RDF, one module a subject.

A file of a publisher speaks for itself alone: all that it says stands in the graph of that one source. Each
record has a `key`, by which it is told apart from all others of its file; what the key names, no other record
of the file describes.
"""
