"""How `catalog.json` comes about, at build time: models, access levels, reviewed exceptions."""
