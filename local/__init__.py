"""The offline stack: local endpoints that speak the real protocols. The tests' only fakes."""
