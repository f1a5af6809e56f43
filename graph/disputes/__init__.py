"""Where disputes are found: in the reports of sources, in days of effect, in statuses, and among claims.

`graph.law.disputes` says what each policy makes of them.
"""
