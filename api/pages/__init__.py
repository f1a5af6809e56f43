"""What pages show: templates, and the little that they need beyond the answers that go out as JSON."""
