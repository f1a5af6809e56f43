"""The law: pure functions from acts and final clauses to status. No RDF, no store, no clock."""
