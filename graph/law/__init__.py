"""The law: pure functions from acts and final clauses to the status of each actor. No RDF, no store, no clock."""
