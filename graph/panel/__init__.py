"""The panel: one row for each state, treaty and year, as political science counts.

`columns` is the code book, `wanted` what may be asked, `spans` what holds for how long, `table` the rows, and
`files` writes them. The law decides in `graph.law.answer`; here its answers are only spread over years.
"""
