"""The graph: records, triples, law, loaders, store, chains, and the answers that the doors give."""
