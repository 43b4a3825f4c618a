"""What moto lacks, answered in front of it: read calls, and what no AWS call can set."""
