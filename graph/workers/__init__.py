"""Untrusted queries in worker processes: the program, how it is spoken to, and the pool of them.

Nothing is imported here, so that a worker starts in a few hundredths of a second.
"""
