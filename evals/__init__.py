"""How well plain words are understood, measured: on the question sets, and through the whole chain.

`python -m evals` reads the shared question sets, `python -m evals chain` asks this folder's own
questions on the offline stack. Both write their part of `RESULTS.md`.
"""
