"""Reports: what is shown of graded sessions to others."""
