"""What a project makes of the findings: which rules count, how much, and what is let pass."""
